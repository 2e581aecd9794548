import type { FfmpegTools } from './resolve-ffmpeg.ts';
import { PROGRESS_PIPE, runProcess, type ProcessSurroundings } from './run-process.ts';

const STALL_MS = 30_000;

/** Runs ffmpeg for a job of its own, such as the making of a clip. Rejects with `process-failed` or `cancelled`. */
export async function runFfmpeg(
  { ffmpegPath }: Pick<FfmpegTools, 'ffmpegPath'>,
  args: readonly string[],
  surroundings: ProcessSurroundings,
): Promise<void> {
  const told = ['-nostdin', '-nostats', '-progress', PROGRESS_PIPE];
  await runProcess(
    { command: ffmpegPath, args: [...told, ...args], stallMs: STALL_MS },
    surroundings,
  );
}
