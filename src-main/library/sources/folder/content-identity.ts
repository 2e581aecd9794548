import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

/** Bytes read at the start, in the middle and at the end of a file. */
export const SAMPLE_BYTES = 64 * 1024;

/**
 * The identity of a file's content: SHA-256, hex, over its length and three samples of 64 KiB (start, middle, end); a
 * file no longer than the three together is read whole. It does not depend on name or times, and costs the same for a
 * film as for a bumper. A change that keeps the length and touches none of the samples is not seen: containers write
 * their index at an end, so that any re-encoding or remuxing is.
 */
export async function readContentIdentity(absolutePath: string): Promise<string> {
  const file = await open(absolutePath, 'r');
  try {
    const { size } = await file.stat();
    const hash = createHash('sha256').update(`${String(size)}\n`);
    for (const [start, length] of sampleSpans(size)) {
      const bytes = Buffer.alloc(length);
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await file.read(bytes, filled, length - filled, start + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      hash.update(bytes.subarray(0, filled));
    }
    return hash.digest('hex');
  } finally {
    await file.close();
  }
}

/** Where the samples lie: `[start, length]` in bytes, ascending, without overlap. */
export function sampleSpans(sizeBytes: number): [start: number, length: number][] {
  if (sizeBytes <= 3 * SAMPLE_BYTES) return sizeBytes === 0 ? [] : [[0, sizeBytes]];
  return [
    [0, SAMPLE_BYTES],
    [Math.floor((sizeBytes - SAMPLE_BYTES) / 2), SAMPLE_BYTES],
    [sizeBytes - SAMPLE_BYTES, SAMPLE_BYTES],
  ];
}
