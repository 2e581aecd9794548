import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

import type { HouseSegment } from '#main/media/house-segment.ts';
import { decodeHouseSegment, encodeHouseSegment } from '#main/media/segment-file.ts';

const EXTENSION = '.hs';
/** After an eviction the cache holds at most this part of its budget, so that it is not evicting all the time. */
const EVICTION_TARGET = 0.9;

interface Entry {
  readonly sizeBytes: number;
  /** Order of last use within this process; files found at start count as oldest by their write time. */
  lastUse: number;
}

/**
 * The content-addressed store of conformed media segments on disk. A name appears only when its bytes are whole
 * (temp → fsync → rename → fsync of the folder); what is read is verified, and a file that fails is removed so that
 * it is made again.
 */
export interface SegmentCache {
  has(key: string): boolean;
  /** The verified segment, or `null` when it is absent or was damaged. */
  read(key: string): Promise<HouseSegment | null>;
  write(key: string, segment: HouseSegment): Promise<void>;
  /**
   * Removes least recently used entries until the cache is inside its budget. `isNeeded` protects what lies in the
   * locked window; nothing of that is ever removed. Answers the bytes freed.
   */
  evict(budgetBytes: number, isNeeded: (key: string) => boolean): Promise<number>;
  status(): { readonly usedBytes: number; readonly segmentCount: number };
}

/** Opens the cache and indexes what earlier runs left, clearing unfinished files. */
export async function openSegmentCache(folder: string): Promise<SegmentCache> {
  await mkdir(folder, { recursive: true });
  const entries = await indexFolder(folder);
  let usedBytes = 0;
  for (const entry of entries.values()) usedBytes += entry.sizeBytes;
  let uses = entries.size;

  const pathOf = (key: string): string => path.join(folder, `${key}${EXTENSION}`);

  async function forget(key: string): Promise<void> {
    const entry = entries.get(key);
    if (entry) usedBytes -= entry.sizeBytes;
    entries.delete(key);
    await rm(pathOf(key), { force: true });
  }

  return {
    has: (key) => entries.has(key),

    async read(key) {
      const entry = entries.get(key);
      if (!entry) return null;
      uses += 1;
      entry.lastUse = uses;
      try {
        return decodeHouseSegment(await readFile(pathOf(key)));
      } catch {
        await forget(key);
        return null;
      }
    },

    async write(key, segment) {
      const target = pathOf(key);
      const bytes = encodeHouseSegment(segment);
      await mkdir(path.dirname(target), { recursive: true });
      await writeDurably(target, bytes);
      usedBytes += bytes.byteLength - (entries.get(key)?.sizeBytes ?? 0);
      uses += 1;
      entries.set(key, { sizeBytes: bytes.byteLength, lastUse: uses });
    },

    async evict(budgetBytes, isNeeded) {
      if (usedBytes <= budgetBytes) return 0;
      const before = usedBytes;
      const candidates = [...entries].sort((a, b) => a[1].lastUse - b[1].lastUse);
      for (const [key] of candidates) {
        if (usedBytes <= budgetBytes * EVICTION_TARGET) break;
        if (!isNeeded(key)) await forget(key);
      }
      return before - usedBytes;
    },

    status: () => ({ usedBytes, segmentCount: entries.size }),
  };
}

async function writeDurably(target: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${target}.${randomUUID()}.tmp`;
  const file = await open(temporary, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, target);
  // Windows cannot open a folder; there the rename itself is durable enough.
  if (process.platform === 'win32') return;
  const folder = await open(path.dirname(target), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function indexFolder(folder: string): Promise<Map<string, Entry>> {
  const found: { key: string; sizeBytes: number; writtenMs: number }[] = [];
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const name of names) {
    if (!name.isFile()) continue;
    const absolute = path.join(name.parentPath, name.name);
    if (name.name.endsWith('.tmp')) {
      await rm(absolute, { force: true });
    } else if (name.name.endsWith(EXTENSION)) {
      const { size, mtimeMs } = await stat(absolute);
      const key = path.relative(folder, absolute).slice(0, -EXTENSION.length);
      found.push({ key: key.split(path.sep).join('/'), sizeBytes: size, writtenMs: mtimeMs });
    }
  }
  found.sort((a, b) => a.writtenMs - b.writtenMs);
  return new Map(
    found.map(({ key, sizeBytes }, index) => [key, { sizeBytes, lastUse: index }] as const),
  );
}
