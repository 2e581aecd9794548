import { copyFile, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import type { ReportProgress } from '#main/library/jobs.ts';
import { runConcurrently } from '#main/library/run-concurrently.ts';
import { splitAdts } from '#main/media/parse-adts.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { AAC_FRAME_SAMPLES, AUDIO_SAMPLE_RATE_HZ } from '#shared/model/house-format.ts';

import {
  actLoopsArgs,
  joinArgs,
  joinList,
  joinMetadata,
  soundLoopArgs,
  spotArgs,
  tryLetteringArgs,
  type DemoLettering,
} from './clip-arguments.ts';
import {
  LOOP_SECONDS,
  type DemoLook,
  type DemoProgramme,
  type DemoSpot,
} from './demo-programme.ts';

const CLIPS_AT_ONCE = 2;
const LOOP_AUDIO_FRAMES = (LOOP_SECONDS * AUDIO_SAMPLE_RATE_HZ) / AAC_FRAME_SAMPLES;
/** Frames left out at the start of an encoded sound: the encoder's lead-in and the note it fades in with. */
const LEAD_IN_AUDIO_FRAMES = 3;
const FONT = '@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-600-normal.woff';

/** Runs ffmpeg with these arguments to its end. */
export type FfmpegRun = (args: readonly string[], signal: AbortSignal) => Promise<unknown>;

export interface DemoMedia {
  readonly programmes: readonly DemoProgramme[];
  readonly spots: readonly DemoSpot[];
}

/**
 * Makes the demo's clips below `folder`. Programmes are encoded as one short loop per act and joined without
 * encoding, so that hours of television take seconds. Files that are there already are left alone; a file appears under
 * its name only when it is whole, so that the work may be stopped and taken up again.
 */
export async function makeDemoMedia(
  folder: string,
  media: DemoMedia,
  runFfmpeg: FfmpegRun,
  report: ReportProgress,
  signal: AbortSignal,
): Promise<void> {
  const workFolder = join(folder, '.work');
  await mkdir(workFolder, { recursive: true });
  try {
    const workshop: Workshop = {
      folder,
      workFolder,
      runFfmpeg,
      signal,
      lettering: await chooseLettering(workFolder, runFfmpeg, signal),
      sounds: new Map(),
    };
    const clips = [
      ...media.spots.map((spot) => ({
        relativePath: spot.relativePath,
        make: (name: string) => makeSpot(workshop, spot, name),
      })),
      ...media.programmes.map((programme) => ({
        relativePath: programme.relativePath,
        make: (name: string) => makeProgramme(workshop, programme, name),
      })),
    ];
    let done = 0;
    report({ phase: 'Making clips', done, total: clips.length });
    const makeOne = async (clip: (typeof clips)[number], index: number): Promise<void> => {
      const target = join(folder, clip.relativePath);
      if (!(await isThere(target))) {
        const made = await clip.make(`clip-${String(index)}`);
        await mkdir(dirname(target), { recursive: true });
        await rename(made, target);
      }
      done += 1;
      report({ done });
    };
    await runConcurrently(clips, CLIPS_AT_ONCE, makeOne, signal);
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}

interface Workshop {
  readonly folder: string;
  readonly workFolder: string;
  readonly runFfmpeg: FfmpegRun;
  readonly signal: AbortSignal;
  readonly lettering: DemoLettering;
  readonly sounds: Map<DemoLook, Promise<Buffer>>;
}

async function makeSpot(workshop: Workshop, spot: DemoSpot, name: string): Promise<string> {
  const path = join(workshop.workFolder, `${name}.mp4`);
  await workshop.runFfmpeg(spotArgs(spot, workshop.lettering, path), workshop.signal);
  return path;
}

async function makeProgramme(
  workshop: Workshop,
  programme: DemoProgramme,
  name: string,
): Promise<string> {
  const { workFolder, runFfmpeg, signal, lettering } = workshop;
  const loopNames = programme.actLoops.map((_, act) => `${name}-act-${String(act)}.mp4`);
  const loopPaths = loopNames.map((file) => join(workFolder, file));
  await runFfmpeg(actLoopsArgs(programme, lettering, loopPaths), signal);
  const loops = programme.actLoops.reduce((sum, count) => sum + count, 0);
  const sound = await soundOf(workshop, programme.look);
  const paths = {
    listPath: join(workFolder, `${name}.txt`),
    soundPath: join(workFolder, `${name}.aac`),
    metadataPath: join(workFolder, `${name}.ffmeta`),
    outputPath: join(workFolder, `${name}.mp4`),
  };
  await writeFile(paths.listPath, joinList(programme, loopNames));
  await writeFile(paths.soundPath, Buffer.concat(Array.from({ length: loops }, () => sound)));
  await writeFile(paths.metadataPath, joinMetadata(programme));
  await runFfmpeg(joinArgs(paths), signal);
  await Promise.all(
    [...loopNames, `${name}.txt`, `${name}.aac`, `${name}.ffmeta`].map((file) =>
      rm(join(workFolder, file)),
    ),
  );
  return paths.outputPath;
}

/** One loop of a look's sound, a whole number of AAC frames; encoded once. */
function soundOf(workshop: Workshop, look: DemoLook): Promise<Buffer> {
  const made = workshop.sounds.get(look) ?? makeSound(workshop, look);
  workshop.sounds.set(look, made);
  return made;
}

async function makeSound(workshop: Workshop, look: DemoLook): Promise<Buffer> {
  const path = join(workshop.workFolder, `sound-${look.tonesHz.join('-')}.aac`);
  await workshop.runFfmpeg(soundLoopArgs(look, path), workshop.signal);
  const frames = splitAdts(await readFile(path));
  const loop = frames.slice(LEAD_IN_AUDIO_FRAMES, LEAD_IN_AUDIO_FRAMES + LOOP_AUDIO_FRAMES);
  if (loop.length < LOOP_AUDIO_FRAMES) {
    throw new AppError('media-unreadable', 'ffmpeg made less sound than asked for.', {
      remedy: 'Use another build of ffmpeg.',
    });
  }
  return Buffer.concat(loop);
}

/** The first lettering that this ffmpeg can draw. */
async function chooseLettering(
  workFolder: string,
  runFfmpeg: FfmpegRun,
  signal: AbortSignal,
): Promise<DemoLettering> {
  const fontPath = await copyFont(workFolder);
  const wishes: DemoLettering[] = [...(fontPath === null ? [] : [{ fontPath }]), 'system'];
  for (const lettering of wishes) {
    try {
      await runFfmpeg(tryLetteringArgs(lettering), signal);
      return lettering;
    } catch (error) {
      if (signal.aborted) throw error;
      if (error instanceof AppError && error.code === 'ffmpeg-unavailable') throw error;
    }
  }
  return 'none';
}

/** The interface's own font as a plain file; in a packed program it lies where ffmpeg cannot read. */
async function copyFont(workFolder: string): Promise<string | null> {
  const target = join(workFolder, 'lettering.woff');
  try {
    await copyFile(createRequire(import.meta.url).resolve(FONT), target);
    return target;
  } catch {
    return null;
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    ({ size }) => size > 0,
    () => false,
  );
}
