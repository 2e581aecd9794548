import { open } from 'node:fs/promises';

import { createFileBytes } from './file-bytes.ts';
import type { HeaderReport } from './header-report.ts';
import { NotUnderstood } from './not-understood.ts';
import { EBML, readMatroska } from './read-matroska.ts';
import { readMp4 } from './read-mp4.ts';

const FTYP = 'ftyp';

/**
 * Reads the headers of a file without starting a process: what ffprobe would report, as far as `judgeReport` looks at
 * it, or `null` when anything in the file is not understood completely, or cannot be read.
 */
export async function readHeaders(absolutePath: string): Promise<HeaderReport | null> {
  const handle = await open(absolutePath, 'r').catch(() => null);
  if (!handle) return null;
  try {
    const status = await handle.stat();
    if (!status.isFile() || status.size < 16) return null;
    const file = createFileBytes(handle, status.size);
    const head = await file.read(0, 8);
    if (head.toString('latin1', 4, 8) === FTYP) return await readMp4(file);
    if (head.readUInt32BE(0) === EBML) return await readMatroska(file);
    return null;
  } catch (error) {
    // A table that ends in the middle of a number is a RangeError, a failing disk a system error: ffprobe decides.
    if (error instanceof NotUnderstood || error instanceof RangeError || isSystemError(error)) {
      return null;
    }
    throw error;
  } finally {
    await handle.close();
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
