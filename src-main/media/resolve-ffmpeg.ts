import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, isAbsolute, join } from 'node:path';

import { AppError } from '#shared/errors/app-error.ts';

import { runProcess, type ProcessSurroundings } from './run-process.ts';

/** How long a program under test may say nothing: it has next to nothing to do, but a machine may be busy. */
const STALL_MS = 60_000;

/** The two programs everything in media/ is done with. */
export interface FfmpegTools {
  readonly ffmpegPath: string;
  readonly ffprobePath: string;
  /** As ffmpeg states it, such as `5.1.9-0+deb12u1`. */
  readonly version: string;
}

export interface FfmpegChoice {
  /** The operator's setting; a wrong one is an error, never passed over. */
  readonly settingPath?: string | null | undefined;
  readonly ffprobeSettingPath?: string | null | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

interface Candidate {
  readonly from: string;
  /** `null` where there is nothing to try. */
  readonly path: string | null;
  /** Named by a person: if it does not work, that is what has to be mended. */
  readonly isExplicit: boolean;
}

const REMEDY =
  'Install ffmpeg (Debian, Ubuntu: apt-get install ffmpeg; macOS: brew install ffmpeg; Windows: winget install ffmpeg), or set the path of ffmpeg in Settings, or set FFMPEG_BIN.';
const EXECUTABLE_SUFFIX = process.platform === 'win32' ? '.exe' : '';

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function findOnPath(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | null> {
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    const path = join(folder, name + EXECUTABLE_SUFFIX);
    if (await isExecutable(path)) return path;
  }
  return null;
}

/** Where the ffmpeg-static package keeps its program; it is not imported, because importing answers FFMPEG_BIN. */
function packagedPath(): string | null {
  try {
    const manifest = createRequire(import.meta.url).resolve('ffmpeg-static/package.json');
    const folder = dirname(manifest).replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');
    return join(folder, `ffmpeg${EXECUTABLE_SUFFIX}`);
  } catch {
    return null;
  }
}

async function ffmpegCandidates({ settingPath, env }: FfmpegChoice): Promise<Candidate[]> {
  if (settingPath) return [{ from: 'setting', path: settingPath, isExplicit: true }];
  const named = env['FFMPEG_BIN'];
  if (named) return [{ from: 'FFMPEG_BIN', path: named, isExplicit: true }];
  const found: Candidate[] = [];
  const packaged = packagedPath();
  if (packaged) found.push({ from: 'ffmpeg-static', path: packaged, isExplicit: false });
  const onPath = await findOnPath('ffmpeg', env);
  found.push({ from: 'PATH', path: onPath, isExplicit: false });
  return found;
}

async function ffprobeCandidates(
  { ffprobeSettingPath, env }: FfmpegChoice,
  ffmpegPath: string,
): Promise<Candidate[]> {
  if (ffprobeSettingPath) return [{ from: 'setting', path: ffprobeSettingPath, isExplicit: true }];
  const named = env['FFPROBE_BIN'];
  if (named) return [{ from: 'FFPROBE_BIN', path: named, isExplicit: true }];
  const beside = join(dirname(ffmpegPath), `ffprobe${EXECUTABLE_SUFFIX}`);
  const onPath = await findOnPath('ffprobe', env);
  return [
    { from: 'beside ffmpeg', path: beside, isExplicit: false },
    { from: 'PATH', path: onPath, isExplicit: false },
  ];
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof AppError)) return String(cause);
  const complaint = String(cause.details['stderr'] ?? '').trim();
  return complaint === '' ? cause.message : `${cause.message} ${complaint}`;
}

/** Encodes 0.3 s of picture and sound as the house does; some builds crash at just that. */
async function encodeSample(
  ffmpegPath: string,
  surroundings: ProcessSurroundings,
): Promise<{ version: string; sample: Buffer }> {
  const about = await runProcess(
    { command: ffmpegPath, args: ['-hide_banner', '-version'], stallMs: STALL_MS },
    surroundings,
  );
  const version = /^ffmpeg version (\S+)/.exec(about.stdout.toString('utf8'))?.[1];
  if (!version) throw new AppError('process-failed', `${ffmpegPath} is not ffmpeg.`);
  const { stdout } = await runProcess(
    {
      command: ffmpegPath,
      stallMs: STALL_MS,
      args: [
        ...['-hide_banner', '-nostdin', '-v', 'error'],
        ...['-f', 'lavfi', '-i', 'testsrc2=size=128x72:rate=30:duration=0.3'],
        ...['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000:duration=0.3'],
        ...['-c:v', 'libx264', '-preset', 'ultrafast', '-c:a', 'aac', '-f', 'mpegts', 'pipe:1'],
      ],
    },
    surroundings,
  );
  return { version, sample: stdout };
}

async function readSample(
  ffprobePath: string,
  sample: Buffer,
  surroundings: ProcessSurroundings,
): Promise<void> {
  const { stdout } = await runProcess(
    {
      command: ffprobePath,
      stallMs: STALL_MS,
      args: [
        ...['-v', 'error', '-f', 'mpegts', '-count_packets', '-show_entries'],
        ...['stream=codec_name,nb_read_packets', '-of', 'csv=p=0', '-i', 'pipe:0'],
      ],
      input: sample,
    },
    surroundings,
  );
  const text = stdout.toString('utf8');
  if (!/^h264,9\b/m.test(text) || !/^aac,\d+/m.test(text)) {
    throw new AppError('process-failed', `${ffprobePath} misread the test stream: ${text.trim()}.`);
  }
}

function unavailable(program: string, attempts: readonly string[]): AppError {
  return new AppError('ffmpeg-unavailable', `No working ${program} was found.`, {
    field: program,
    attempts,
    remedy: REMEDY,
  });
}

async function firstWorking<T>(
  program: string,
  candidates: readonly Candidate[],
  attempts: string[],
  test: (path: string) => Promise<T>,
): Promise<{ path: string; result: T }> {
  for (const { from, path, isExplicit } of candidates) {
    if (path === null) {
      attempts.push(`${program} from ${from}: not there`);
      continue;
    }
    try {
      return { path, result: await test(path) };
    } catch (cause) {
      attempts.push(`${program} from ${from} (${path}): ${reasonOf(cause)}`);
      if (isExplicit) break;
    }
  }
  throw unavailable(program, attempts);
}

/**
 * Finds ffmpeg (setting, FFMPEG_BIN, the ffmpeg-static package, PATH) and ffprobe (setting, FFPROBE_BIN, beside
 * ffmpeg, PATH) and proves them by encoding 0.3 s to MPEG-TS and reading it back. Rejects with `ffmpeg-unavailable`,
 * which lists every attempt and the remedy.
 */
export async function resolveFfmpeg(
  choice: FfmpegChoice,
  surroundings: ProcessSurroundings,
): Promise<FfmpegTools> {
  const attempts: string[] = [];
  const ffmpeg = await firstWorking('ffmpeg', await ffmpegCandidates(choice), attempts, (path) =>
    encodeSample(path, surroundings),
  );
  const ffprobe = await firstWorking(
    'ffprobe',
    await ffprobeCandidates(choice, ffmpeg.path),
    attempts,
    (path) => readSample(path, ffmpeg.result.sample, surroundings),
  );
  return {
    ffmpegPath: ffmpeg.path,
    ffprobePath: ffprobe.path,
    version: ffmpeg.result.version,
  };
}
