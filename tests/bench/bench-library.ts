import { appendFile, copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { createSystemClock } from '#main/clock/system-clock.ts';
import { airInThisThread } from '#main/station/air-carrier.ts';
import { openStation } from '#main/station/open-station.ts';
import type { Client } from '#shared/contract/client.ts';
import { makeClip } from '#tests/helpers/make-clip.ts';
import { runTool, testTools } from '#tests/helpers/test-media.ts';

import { printFigures, timed } from './measure.ts';

const PROBED_FILES = 200;
const UNCHANGED_FILES = 3_000;

/** Adds a folder if it is new and scans it to the end. */
export async function scanLibrary(client: Client, folder: string): Promise<void> {
  const sources = await client.call('source.list', {});
  if (!sources.some((source) => source.path === folder)) {
    await client.call('source.add', { path: folder });
  }
  const ended = new Promise<void>((resolve, reject) => {
    const stop = client.on((message) => {
      if (message === 'gap' || message.event !== 'job.changed') return;
      const { job } = message.payload;
      if (job.kind !== 'scan' || job.state === 'running') return;
      stop();
      if (job.state === 'done') resolve();
      else reject(new Error(job.error ?? job.state));
    });
  });
  await client.call('source.scan', {});
  await ended;
}

/** Copies of one clip that differ in their last bytes, so that each has an identity of its own. */
export async function fillFolder(folder: string, from: number, to: number): Promise<string[]> {
  const clip = await makeClip({
    rate: '25',
    aspect: '16:9',
    seconds: 2,
    assetNumber: 5,
    toneHz: 440,
    height: 36,
  });
  await mkdir(path.join(folder, 'Movies'), { recursive: true });
  const files: string[] = [];
  for (let index = from; index < to; index += 1) {
    const file = path.join(folder, 'Movies', `Film ${String(index)} (1984).mp4`);
    await copyFile(clip.path, file);
    // An empty "free" box of the container, with a number in it.
    await appendFile(
      file,
      Buffer.from(`\0\0\0\x10free${String(index).padStart(8, '0')}`, 'latin1'),
    );
    files.push(file);
  }
  return files;
}

async function probeInTurn(files: readonly string[]): Promise<void> {
  const { ffprobePath } = await testTools();
  for (const file of files) {
    await runTool({
      command: ffprobePath,
      args: ['-v', 'error', '-of', 'json', '-show_format', '-show_streams', '-show_chapters', file],
    });
  }
}

/** A scan against one ffprobe after another, and a rescan of what has not changed. */
export async function benchLibrary(): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'retrovue-bench-'));
  const media = path.join(folder, 'media');
  try {
    const files = await fillFolder(media, 0, PROBED_FILES);
    const clock = createSystemClock();
    const station = await openStation({
      dataFolder: path.join(folder, 'data'),
      host: 'test',
      version: '0.0.0',
      env: process.env,
      isOnAir: false,
      clock,
      signal: null,
      carryAir: airInThisThread(clock),
    });
    const inTurn = await timed(() => probeInTurn(files));
    const scan = await timed(() => scanLibrary(station.client, media));
    await fillFolder(media, PROBED_FILES, UNCHANGED_FILES);
    await scanLibrary(station.client, media);
    const rescan = await timed(() => scanLibrary(station.client, media));
    await station.close();
    const ratio = inTurn.seconds / scan.seconds;
    printFigures('Library', [
      {
        name: `scan of ${String(PROBED_FILES)} files, against one ffprobe after another`,
        value: `${ratio.toFixed(1)} × (${scan.seconds.toFixed(1)} s)`,
        bar: '4 ×',
        isMet: ratio >= 4,
      },
      {
        name: `rescan of ${String(UNCHANGED_FILES)} unchanged files`,
        value: `${rescan.seconds.toFixed(2)} s`,
        bar: '2 s',
        isMet: rescan.seconds < 2,
      },
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
