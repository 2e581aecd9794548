import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { HouseSegment } from '#main/media/house-segment.ts';
import { openSegmentCache, type WriteFile } from '#main/playout/segment-cache.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'retrovue-cache-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

function segmentOf(bytes: number): HouseSegment {
  return {
    format: { height: 480, rate: '25' },
    frameCount: 1,
    video: [{ bytes: new Uint8Array(bytes).fill(7), displayIndex: 0, isKey: true }],
    reorderDelayFrames: 1,
    firstAudioFrame: 0,
    audio: [new Uint8Array(16).fill(9)],
    firstFrameInAct: 0,
    fingerprint: 'f'.repeat(64),
  };
}

describe('openSegmentCache', () => {
  test('answers what was written, also after it is opened again', async () => {
    const cache = await openSegmentCache(folder);
    await cache.write('480p25/ab/act/0+1', segmentOf(500));
    const again = await openSegmentCache(folder);
    expect(again.has('480p25/ab/act/0+1')).toBe(true);
    const read = await again.read('480p25/ab/act/0+1');
    expect(read?.video[0]?.bytes.byteLength).toBe(500);
    expect(again.status()).toEqual(cache.status());
  });

  test('clears what a crash left unfinished and never counts it', async () => {
    const cache = await openSegmentCache(folder);
    await cache.write('a/0+1', segmentOf(10));
    await writeFile(path.join(folder, 'a', '1+1.hs.123.tmp'), 'half');
    const again = await openSegmentCache(folder);
    expect(again.status().segmentCount).toBe(1);
    expect(await readdir(path.join(folder, 'a'))).toEqual(['0+1.hs']);
  });

  test('evicts what was used longest ago, down to its budget', async () => {
    const cache = await openSegmentCache(folder);
    for (const key of ['a/0', 'b/0', 'c/0', 'd/0']) await cache.write(key, segmentOf(10_000));
    await cache.read('a/0');
    const { usedBytes } = cache.status();
    const freed = await cache.evict(usedBytes * 0.6);
    expect(freed).toBe(usedBytes - cache.status().usedBytes);
    expect(cache.status().usedBytes).toBeLessThanOrEqual(usedBytes * 0.6);
    expect(['a/0', 'b/0', 'c/0', 'd/0'].filter((key) => cache.has(key))).toEqual(['a/0', 'd/0']);
  });

  test('never evicts what is needed, whatever the budget says', async () => {
    const cache = await openSegmentCache(folder);
    for (const key of ['a/0', 'b/0', 'c/0']) await cache.write(key, segmentOf(10_000));
    cache.protect((key) => key === 'a/0');
    await cache.evict(1);
    expect(['a/0', 'b/0', 'c/0'].filter((key) => cache.has(key))).toEqual(['a/0']);
  });

  test('forgets a damaged entry so that it is made again', async () => {
    const cache = await openSegmentCache(folder);
    await cache.write('a/0', segmentOf(100));
    await writeFile(path.join(folder, 'a', '0.hs'), 'not a segment');
    expect(await cache.read('a/0')).toBeNull();
    expect(cache.has('a/0')).toBe(false);
    expect(cache.status()).toEqual({ usedBytes: 0, segmentCount: 0, fault: null });
  });
});

describe('a disk that takes no more', () => {
  /** A disk of so many bytes. */
  function disk(room: { bytes: number; code: string }): WriteFile {
    return async (target, bytes) => {
      const names = await readdir(folder, { recursive: true });
      const used = names.filter((name) => name.endsWith('.hs')).length * 10_000;
      if (used + 10_000 > room.bytes) {
        throw Object.assign(new Error(`${room.code}: write`), { code: room.code });
      }
      await writeFile(target, bytes);
    };
  }

  test('is given room by what is needed least, and never by what is about to air', async () => {
    const cache = await openSegmentCache(folder, disk({ bytes: 30_000, code: 'ENOSPC' }));
    cache.protect((key) => key !== 'b/0');
    for (const key of ['a/0', 'b/0', 'c/0', 'd/0']) await cache.write(key, segmentOf(10_000));
    expect(['a/0', 'b/0', 'c/0', 'd/0'].filter((key) => cache.has(key))).toEqual([
      ...['a/0', 'c/0', 'd/0'],
    ]);
    expect(cache.status().fault).toBeNull();
  });

  test.each(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO'])(
    'for %s leaves what is conformed in memory, and takes it later',
    async (code) => {
      const room = { bytes: 20_000, code };
      const cache = await openSegmentCache(folder, disk(room));
      cache.protect(() => true);
      for (const key of ['a/0', 'b/0', 'c/0', 'd/0']) await cache.write(key, segmentOf(10_000));
      expect(cache.status()).toMatchObject({
        segmentCount: 4,
        fault: expect.any(String) as string,
      });
      for (const key of ['a/0', 'b/0', 'c/0', 'd/0']) {
        expect((await cache.read(key))?.video[0]?.bytes.byteLength).toBe(10_000);
      }
      room.bytes = 100_000;
      for (const key of ['e/0', 'f/0']) await cache.write(key, segmentOf(10_000));
      expect(cache.status().fault).toBeNull();
      expect((await openSegmentCache(folder)).status().segmentCount).toBe(6);
    },
  );

  test('leaves no unfinished file when a name cannot be had', async () => {
    await mkdir(path.join(folder, 'a', '0.hs', 'in-the-way'), { recursive: true });
    const cache = await openSegmentCache(folder);
    await cache.write('a/0', segmentOf(10));
    expect(cache.status().fault).not.toBeNull();
    expect(await cache.read('a/0')).not.toBeNull();
    expect(await readdir(path.join(folder, 'a'))).toEqual(['0.hs']);
  });
});
