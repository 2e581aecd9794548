import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createSystemClock } from '#main/clock/system-clock.ts';
import { resolveFfmpeg, type FfmpegTools } from '#main/media/resolve-ffmpeg.ts';
import { runProcess, type ProcessOutcome, type ProcessRequest } from '#main/media/run-process.ts';

/** What every run of a program needs besides itself. */
export const REAL_TIME = { clock: createSystemClock() };

let tools: Promise<FfmpegTools> | null = null;

/** The ffmpeg of this machine, found once per process. */
export function testTools(): Promise<FfmpegTools> {
  tools ??= resolveFfmpeg({ env: process.env }, REAL_TIME);
  return tools;
}

/** Runs a program with a watchdog that a loaded machine does not rouse. */
export function runTool(request: Omit<ProcessRequest, 'stallMs'>): Promise<ProcessOutcome> {
  return runProcess({ ...request, stallMs: 120_000 }, REAL_TIME);
}

/** The folder, outside the repository, in which made clips are kept between runs. */
export async function testMediaFolder(): Promise<string> {
  const folder = process.env['RETROVUE_TEST_CACHE'] ?? join(tmpdir(), 'retrovue-test-media');
  await mkdir(folder, { recursive: true });
  return folder;
}

/** Runs `use` with a new empty folder that is removed afterwards. */
export async function withTempFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'retrovue-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
