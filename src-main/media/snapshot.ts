import { PassThrough } from 'node:stream';

import ffmpeg from 'fluent-ffmpeg';

import { AppError } from '#shared/errors/app-error.ts';
import type { DurationMs } from '#shared/time/units.ts';

import { fileAddress, safeInputOptions } from './input-safety.ts';
import type { FfmpegTools } from './resolve-ffmpeg.ts';
import type { ProcessSurroundings } from './run-process.ts';

/** Time after which ffmpeg counts as hung, or the machine as too busy for a picture, and ffmpeg is ended. */
const PATIENCE_MS: DurationMs = 60_000;
const NICENESS = 10;
/** A picture that is larger is none that anybody asked for. */
export const LARGEST_PICTURE_BYTES = 256 * 1024;

/** Which picture of a file. */
export interface SnapshotRequest {
  readonly atMs: DurationMs;
  readonly heightPixels: number;
}

/**
 * Takes one picture of a file as JPEG, at low priority, of at most {@link LARGEST_PICTURE_BYTES}. Rejects with `media-unreadable`
 * when there is none, `unavailable` when it takes too long, which says nothing of the file, or `cancelled`.
 */
export function takeSnapshot(
  tools: FfmpegTools,
  absolutePath: string,
  { atMs, heightPixels }: SnapshotRequest,
  { clock, signal }: ProcessSurroundings & { readonly signal: AbortSignal },
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(cancelled());
      return;
    }
    const chunks: Buffer[] = [];
    let bytes = 0;
    const command = ffmpeg({ niceness: NICENESS });
    let isLate = false;
    const kill = (): void => {
      command.kill('SIGKILL');
    };
    const cancelPatience = clock.callAt(clock.nowAt() + PATIENCE_MS, () => {
      isLate = true;
      kill();
    });
    const settle = (): void => {
      cancelPatience();
      signal.removeEventListener('abort', kill);
    };
    const refuse = (cause: Error): void => {
      settle();
      reject(signal.aborted ? cancelled() : isLate ? tooLate() : noPicture(cause));
    };
    const sink = new PassThrough();
    sink.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > LARGEST_PICTURE_BYTES) kill();
      else chunks.push(chunk);
    });
    sink.on('error', refuse);
    signal.addEventListener('abort', kill, { once: true });
    command
      .setFfmpegPath(tools.ffmpegPath)
      .input(fileAddress(absolutePath))
      .inputOptions([...safeInputOptions(), '-ss', (atMs / 1_000).toFixed(3)])
      .outputOptions(['-an', '-sn', '-dn', '-frames:v', '1', '-vf'])
      .outputOptions([`scale=-2:${String(heightPixels)}`, '-q:v', '4', '-f', 'mjpeg'])
      // A process that has not started yet cannot be ended.
      .on('start', () => {
        if (signal.aborted || isLate) kill();
      })
      .on('error', refuse)
      .on('end', () => {
        settle();
        const picture = Buffer.concat(chunks);
        if (picture.length > 0) resolve(picture);
        else refuse(new Error('ffmpeg wrote nothing'));
      })
      .pipe(sink, { end: true });
  });
}

function cancelled(): AppError {
  return new AppError('cancelled', 'The work was cancelled.');
}

function tooLate(): AppError {
  return new AppError('unavailable', 'The picture was not taken in time.', {
    remedy: 'Ask again when the machine has less to do.',
  });
}

function noPicture(cause: Error): AppError {
  return new AppError(
    'media-unreadable',
    'No picture can be taken from the file.',
    { remedy: 'Choose an instant inside the file, or check the file.' },
    { cause },
  );
}
