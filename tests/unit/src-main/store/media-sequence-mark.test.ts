import { mkdir, mkdtemp, rm, rmdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { openMediaSequenceMark } from '#main/store/media-sequence-mark.ts';
import { ChannelId } from '#shared/model/ids.ts';

const channelId = ChannelId.parse('c1');
let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'retrovue-mark-'));
  file = path.join(folder, 'media-sequence.json');
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('openMediaSequenceMark', () => {
  test('remembers the highest number of each channel when it is opened again', async () => {
    const mark = await openMediaSequenceMark(file);
    await mark.raise(channelId, 500);
    const again = await openMediaSequenceMark(file);
    expect(again.nextAfter(channelId)).toBe(500);
    expect(again.nextAfter(ChannelId.parse('other'))).toBe(0);
  });

  test('never goes down', async () => {
    const mark = await openMediaSequenceMark(file);
    await mark.raise(channelId, 500);
    await mark.raise(channelId, 20);
    expect((await openMediaSequenceMark(file)).nextAfter(channelId)).toBe(500);
  });

  test('is what it was when the disk refuses to raise it, and can be raised later', async () => {
    const mark = await openMediaSequenceMark(file);
    await mark.raise(channelId, 500);
    await mkdir(`${file}.tmp`);
    await expect(mark.raise(channelId, 900)).rejects.toThrow();
    expect(mark.nextAfter(channelId)).toBe(500);
    await rmdir(`${file}.tmp`);
    await mark.raise(channelId, 700);
    expect((await openMediaSequenceMark(file)).nextAfter(channelId)).toBe(700);
  });

  test('gives numbers back until a restart when the disk refuses to lower it', async () => {
    const mark = await openMediaSequenceMark(file);
    await mark.raise(channelId, 500);
    await mkdir(`${file}.tmp`);
    await expect(mark.giveBack(channelId, 300)).rejects.toThrow();
    expect(mark.nextAfter(channelId)).toBe(300);
    expect((await openMediaSequenceMark(file)).nextAfter(channelId)).toBe(500);
  });

  test('counts a damaged file as empty and mends it with the next number', async () => {
    await writeFile(file, '{"c1": ');
    const mark = await openMediaSequenceMark(file);
    expect(mark.nextAfter(channelId)).toBe(0);
    await mark.raise(channelId, 7);
    expect((await openMediaSequenceMark(file)).nextAfter(channelId)).toBe(7);
  });
});
