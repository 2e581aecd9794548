import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type CommandBench, createCommandBench } from '#tests/helpers/command-here.ts';
import { makeClip, readCounters } from '#tests/helpers/make-clip.ts';

let bench: CommandBench;
let folder: string;

beforeAll(async () => {
  bench = await createCommandBench();
  folder = await mkdtemp(join(tmpdir(), 'retrovue-pictures-'));
  const media = join(folder, 'Movies');
  await mkdir(media, { recursive: true });
  const clip = await makeClip({
    rate: '25',
    aspect: '16:9',
    seconds: 10,
    assetNumber: 66,
    toneHz: 600,
  });
  await copyFile(clip.path, join(media, 'Counting (1984).mp4'));
  await bench.run('source', 'add', media);
}, 120_000);

afterAll(async () => {
  await bench.dispose();
  await rm(folder, { recursive: true, force: true });
});

describe('asset picture', () => {
  test.each([
    ['a fifth into the asset unless told when', [], 50, 2_000],
    ['at the second that was asked for', ['--at', '4'], 100, 4_000],
  ])('writes a small JPEG %s', async (_, args, frameNumber, atMs) => {
    const output = join(folder, `${String(frameNumber)}.jpg`);
    const answer = await bench.json('asset', 'picture', 'Counting', '--output', output, ...args);
    expect(answer).toMatchObject({ code: 0, output, atMs });
    const jpeg = await readFile(output);
    expect([...jpeg.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
    expect(jpeg.length).toBeLessThan(256 * 1024);
    const { readings } = await readCounters(output);
    expect(readings).toEqual([{ kind: 'counter', assetNumber: 66, frameNumber }]);
  });

  test('refuses an instant after its end, and a file that cannot be written', async () => {
    const output = join(folder, 'none.jpg');
    const late = await bench.run('asset', 'picture', 'Counting', '-o', output, '--at', '11');
    expect(late.code).not.toBe(0);
    expect(late.err).toContain('lasts 10000 ms only');
    const nowhere = join(folder, 'no such folder', 'x.jpg');
    const refused = await bench.run('asset', 'picture', 'Counting', '-o', nowhere);
    expect(refused.code).not.toBe(0);
    expect(refused.err).toContain('cannot be written');
  });
});
