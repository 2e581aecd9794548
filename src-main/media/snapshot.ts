import { PassThrough } from 'node:stream';

import ffmpeg from 'fluent-ffmpeg';

import { AppError } from '#shared/errors/app-error.ts';

import { fileAddress, safeInputOptions } from './input-safety.ts';
import type { FfmpegTools } from './resolve-ffmpeg.ts';

/** Takes one picture of a file as JPEG, `heightPixels` tall. Rejects with `media-unreadable` when there is none, or `cancelled`. */
export function takeSnapshot(
  tools: FfmpegTools,
  absolutePath: string,
  { atMs, heightPixels }: { readonly atMs: number; readonly heightPixels: number },
  signal?: AbortSignal,
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(new AppError('cancelled', 'The work was cancelled.'));
      return;
    }
    const chunks: Buffer[] = [];
    const command = ffmpeg();
    const onAbort = (): void => {
      command.kill('SIGKILL');
    };
    const refuse = (cause: Error): void => {
      signal?.removeEventListener('abort', onAbort);
      reject(
        signal?.aborted
          ? new AppError('cancelled', 'The work was cancelled.')
          : new AppError(
              'media-unreadable',
              'No picture can be taken from the file.',
              { remedy: 'Choose an instant inside the file, or check the file.' },
              { cause },
            ),
      );
    };
    const sink = new PassThrough();
    sink.on('data', (chunk: Buffer) => chunks.push(chunk));
    sink.on('error', refuse);
    signal?.addEventListener('abort', onAbort, { once: true });
    command
      .setFfmpegPath(tools.ffmpegPath)
      .input(fileAddress(absolutePath))
      .inputOptions([...safeInputOptions(), '-ss', (atMs / 1_000).toFixed(3)])
      .outputOptions(['-an', '-sn', '-dn', '-frames:v', '1', '-vf'])
      .outputOptions([`scale=-2:${String(heightPixels)}`, '-q:v', '4', '-f', 'mjpeg'])
      .on('error', refuse)
      .on('end', () => {
        signal?.removeEventListener('abort', onAbort);
        const picture = Buffer.concat(chunks);
        if (picture.length > 0) resolve(picture);
        else refuse(new Error('ffmpeg wrote nothing'));
      })
      .pipe(sink, { end: true });
  });
}
