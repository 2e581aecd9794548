import type { FileHandle } from 'node:fs/promises';

import { demand } from './not-understood.ts';

/** Headers of a film of many hours are a few megabytes; more than this is not a header. */
const MOST_BYTES_READ = 24 * 1024 * 1024;
/** One read of the beginning serves most small requests. */
const HEAD_BYTES = 16 * 1024;

/** Random access to a file whose size is known, with a bound on all that is read. */
export interface FileBytes {
  readonly size: number;
  /** Exactly these bytes. Throws `NotUnderstood` outside the file, past the bound, or when the file is shorter by now. */
  read(start: number, length: number): Promise<Buffer>;
}

export function createFileBytes(handle: FileHandle, size: number): FileBytes {
  let bytesLeft = MOST_BYTES_READ;
  let head: Promise<Buffer> | null = null;

  async function readAt(start: number, length: number): Promise<Buffer> {
    demand(length <= bytesLeft, 'headers are too long');
    bytesLeft -= length;
    const bytes = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await handle.read(bytes, filled, length - filled, start + filled);
      demand(bytesRead > 0, 'the file became shorter');
      filled += bytesRead;
    }
    return bytes;
  }

  return {
    size,
    async read(start, length) {
      demand(Number.isSafeInteger(start) && Number.isSafeInteger(length), 'bytes out of reach');
      demand(start >= 0 && length >= 0 && start + length <= size, 'bytes outside the file');
      if (start + length > HEAD_BYTES) return readAt(start, length);
      head ??= readAt(0, Math.min(HEAD_BYTES, size));
      return (await head).subarray(start, start + length);
    },
  };
}
