import { rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import {
  readContentIdentity,
  SAMPLE_BYTES,
  sampleSpans,
} from '#main/library/sources/folder/content-identity.ts';
import { withTempFolder } from '#tests/helpers/test-media.ts';

describe('sampleSpans', () => {
  test('reads small files whole and samples start, middle and end of large ones', () => {
    expect(sampleSpans(0)).toEqual([]);
    expect(sampleSpans(5)).toEqual([[0, 5]]);
    expect(sampleSpans(3 * SAMPLE_BYTES)).toEqual([[0, 3 * SAMPLE_BYTES]]);
    expect(sampleSpans(5 * SAMPLE_BYTES)).toEqual([
      [0, SAMPLE_BYTES],
      [2 * SAMPLE_BYTES, SAMPLE_BYTES],
      [4 * SAMPLE_BYTES, SAMPLE_BYTES],
    ]);
  });
});

describe('readContentIdentity', () => {
  test('does not depend on name or time', async () => {
    await withTempFolder(async (folder) => {
      const path = join(folder, 'a');
      await writeFile(path, 'content');
      const before = await readContentIdentity(path);
      await utimes(path, 1, 1);
      await rename(path, join(folder, 'b'));
      expect(await readContentIdentity(join(folder, 'b'))).toBe(before);
    });
  });

  test('changes with the length and with any sample', async () => {
    await withTempFolder(async (folder) => {
      const path = join(folder, 'a');
      const size = 5 * SAMPLE_BYTES;
      const seen = new Set<string>();
      const see = async (bytes: Buffer): Promise<void> => {
        await writeFile(path, bytes);
        seen.add(await readContentIdentity(path));
      };
      await see(Buffer.alloc(size));
      await see(Buffer.alloc(size + 1));
      for (const at of [0, Math.floor(size / 2), size - 1]) {
        const bytes = Buffer.alloc(size);
        bytes[at] = 1;
        await see(bytes);
      }
      expect(seen.size).toBe(5);
    });
  });
});
