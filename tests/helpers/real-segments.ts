import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { testMediaFolder, testTools } from './test-media.ts';

export const REAL_SEGMENT_MS = 2_000;
/** Raise when the maker changes what it makes. */
const MAKER_VERSION = 1;

/**
 * Media segments of two seconds of one continuous transport stream, made by ffmpeg alone: a moving test card with a
 * tone. For tests of serving that need a picture but no station.
 */
export async function makeRealSegments(count: number): Promise<Uint8Array[]> {
  const cache = await testMediaFolder();
  const folder = join(cache, `real-segments-${String(MAKER_VERSION)}-${String(count)}`);
  if (!(await stat(folder).catch(() => null))) await encode(cache, folder, count);
  return Promise.all(
    Array.from({ length: count }, (_, index) => readFile(join(folder, `${String(index)}.ts`))),
  );
}

async function encode(cache: string, folder: string, count: number): Promise<void> {
  const { ffmpegPath } = await testTools();
  await mkdir(cache, { recursive: true });
  const draft = await mkdtemp(join(cache, 'draft-'));
  const card = ['-f', 'lavfi', '-i', 'testsrc2=s=640x360:r=25'];
  const tone = ['-f', 'lavfi', '-i', 'sine=r=48000:f=440'];
  const video = '-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 50 -keyint_min 50 -bf 0';
  const audio = '-sc_threshold 0 -c:a aac -ac 2';
  const hls = '-f hls -hls_time 2 -hls_list_size 0 -hls_segment_filename %d.ts list.m3u8';
  const run = spawnSync(
    ffmpegPath,
    [
      ...['-v', 'error', ...card, ...tone, '-t', String((count * REAL_SEGMENT_MS) / 1_000)],
      ...`${video} ${audio} ${hls}`.split(' '),
    ],
    { cwd: draft, encoding: 'utf8' },
  );
  if (run.status !== 0) throw new Error(`ffmpeg made no segments: ${run.stderr}`);
  // Another process may have been quicker; its segments are the same.
  await rename(draft, folder).catch(() => rm(draft, { recursive: true }));
}
