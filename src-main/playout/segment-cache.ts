import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

import type { HouseSegment } from '#main/media/house-segment.ts';
import { decodeHouseSegment, encodeHouseSegment } from '#main/media/segment-file.ts';

const EXTENSION = '.hs';
/** After an eviction the cache holds at most this part of its budget, so that it is not evicting all the time. */
const EVICTION_TARGET = 0.9;

/** What the disk does not take is kept in memory up to this; what was conformed first goes first, it has aired. */
const HELD_BYTES = 256 * 1024 * 1024;
/** A full disk is given room for so many segments at once. */
const ROOM_SEGMENTS = 16;

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
  /**
   * Keeps the segment: on the disk, after making room if it is full, else in memory. Never rejects; what was conformed is not
   * lost while it is about to air.
   */
  write(key: string, segment: HouseSegment): Promise<void>;
  /** From now on nothing of what `isNeeded` names is removed: what lies in the locked window. */
  protect(isNeeded: (key: string) => boolean): void;
  /** Removes least recently used entries until the cache is inside its budget. Answers the bytes freed. */
  evict(budgetBytes: number): Promise<number>;
  status(): SegmentCacheStatus;
}

export interface SegmentCacheStatus {
  readonly usedBytes: number;
  readonly segmentCount: number;
  /** Why the disk does not take what is conformed, `null` while it does. */
  readonly fault: string | null;
}

/** Puts bytes under a name on the disk, whole or not at all. */
export type WriteFile = (target: string, bytes: Uint8Array) => Promise<void>;

/** Opens the cache and indexes what earlier runs left, clearing unfinished files. */
export async function openSegmentCache(
  folder: string,
  writeFile: WriteFile = writeDurably,
): Promise<SegmentCache> {
  await mkdir(folder, { recursive: true });
  const entries = await indexFolder(folder);
  const held = new Map<string, { readonly segment: HouseSegment; readonly sizeBytes: number }>();
  let heldBytes = 0;
  let fault: string | null = null;
  let isNeeded: (key: string) => boolean = () => false;
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

  function hold(key: string, segment: HouseSegment, sizeBytes: number): void {
    drop(key);
    held.set(key, { segment, sizeBytes });
    heldBytes += sizeBytes;
    for (const oldest of held.keys()) {
      if (heldBytes <= HELD_BYTES || oldest === key) break;
      drop(oldest);
    }
  }

  function drop(key: string): void {
    heldBytes -= held.get(key)?.sizeBytes ?? 0;
    held.delete(key);
  }

  async function evictTo(goalBytes: number): Promise<number> {
    const before = usedBytes;
    const candidates = [...entries].sort((a, b) => a[1].lastUse - b[1].lastUse);
    for (const [key] of candidates) {
      if (usedBytes <= goalBytes) break;
      if (!isNeeded(key)) await forget(key);
    }
    return before - usedBytes;
  }

  async function put(key: string, bytes: Uint8Array): Promise<void> {
    const target = pathOf(key);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, bytes);
    usedBytes += bytes.byteLength - (entries.get(key)?.sizeBytes ?? 0);
    uses += 1;
    entries.set(key, { sizeBytes: bytes.byteLength, lastUse: uses });
  }

  /** With less of what is not needed, a full disk may take it after all. */
  async function putMakingRoom(key: string, bytes: Uint8Array): Promise<void> {
    try {
      await put(key, bytes);
    } catch (error) {
      const freed = isFull(error) ? await evictTo(usedBytes - bytes.byteLength * ROOM_SEGMENTS) : 0;
      if (freed === 0) throw error;
      await put(key, bytes);
    }
  }

  /** The disk takes files again: one of those held goes there with each that is written. */
  async function putOneHeld(): Promise<void> {
    const [oldest] = held;
    if (!oldest) return;
    const [key, { segment }] = oldest;
    await put(key, encodeHouseSegment(segment)).then(
      () => {
        drop(key);
      },
      () => undefined,
    );
  }

  return {
    has: (key) => entries.has(key) || held.has(key),

    async read(key) {
      const inMemory = held.get(key);
      if (inMemory) return inMemory.segment;
      const entry = entries.get(key);
      if (!entry) return null;
      uses += 1;
      entry.lastUse = uses;
      const bytes = await readFile(pathOf(key)).catch(async (error: unknown) => {
        // What cannot be read just now, for want of file handles say, is still there.
        if (isMissing(error)) await forget(key);
        return null;
      });
      if (!bytes) return null;
      try {
        return decodeHouseSegment(bytes);
      } catch {
        await forget(key);
        return null;
      }
    },

    async write(key, segment) {
      const bytes = encodeHouseSegment(segment);
      try {
        await putMakingRoom(key, bytes);
        fault = null;
        drop(key);
        await putOneHeld();
      } catch (error) {
        fault = isFull(error) ? 'There is no room for it.' : messageOf(error);
        hold(key, segment, bytes.byteLength);
      }
    },

    protect(needed) {
      isNeeded = needed;
    },

    evict: (budgetBytes) =>
      usedBytes <= budgetBytes ? Promise.resolve(0) : evictTo(budgetBytes * EVICTION_TARGET),

    status: () => ({ usedBytes, segmentCount: entries.size + held.size, fault }),
  };
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}

function isFull(error: unknown): boolean {
  return codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT';
}

function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function writeDurably(target: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${target}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
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
