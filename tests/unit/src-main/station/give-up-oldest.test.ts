import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { giveUpOldest } from '#main/station/give-up-oldest.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retrovue-oldest-'));
  await mkdir(join(folder, 'act'));
  // Five files of a hundred bytes; the lower the name, the older.
  for (const [index, name] of ['act/c', 'a', 'act/b', 'e', 'd'].entries()) {
    const seconds = 1_000 + (name.at(-1) ?? '').charCodeAt(0) + index / 10;
    await writeFile(join(folder, name), Buffer.alloc(100));
    await utimes(join(folder, name), seconds, seconds);
  }
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test.each([
  [0, 0, 'abcde'],
  [1, 100, 'bcde'],
  [250, 300, 'de'],
  [9_999, 500, ''],
])('of files in a folder, for %i bytes the oldest go', async (wanted, freed, left) => {
  expect(await giveUpOldest(folder, wanted)).toBe(freed);
  const names = (await readdir(folder, { recursive: true })).map((name) => name.at(-1) ?? '');
  expect(
    names
      .filter((name) => name !== 't')
      .sort()
      .join(''),
  ).toBe(left);
});

test('a folder that is not there has nothing to give up', async () => {
  expect(await giveUpOldest(join(folder, 'nowhere'), 1)).toBe(0);
});
