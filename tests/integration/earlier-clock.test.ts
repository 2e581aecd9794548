import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import HLS from 'hls-parser';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { runJson, type ServedProcess, serveRetrovue } from '#tests/helpers/command-line.ts';

const HOUR_MS = 3_600_000;
const PATIENCE = { timeout: 60_000, interval: 300 };

let folder: string;
let data: string;
let served: ServedProcess | null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retrovue-earlier-'));
  data = join(folder, 'data');
  served = null;
});

afterEach(async () => {
  await served?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Serves with a clock that is wrong by so much from the start. */
async function serve(shiftMs: number): Promise<ServedProcess> {
  served = await serveRetrovue(data, [], {
    NODE_OPTIONS: `--import=${import.meta.resolve('#tests/helpers/shifted-clock.mjs')}`,
    SHIFT_CLOCK_MS: String(shiftMs),
  });
  return served;
}

async function playlistOf({ broadcastUrl }: ServedProcess): Promise<HLS.types.MediaPlaylist> {
  const answer = await fetch(`${broadcastUrl}/hls/one/live.m3u8`);
  expect(answer.status).toBe(200);
  return HLS.parse(await answer.text()) as HLS.types.MediaPlaylist;
}

/** Watches until so many segments have been taken; each is there, and they follow each other. */
async function take(station: ServedProcess, count: number): Promise<HLS.types.Segment[]> {
  const taken = new Map<number, HLS.types.Segment>();
  await vi.waitFor(async () => {
    for (const segment of (await playlistOf(station)).segments) {
      if (taken.has(segment.mediaSequenceNumber)) continue;
      const answer = await fetch(`${station.broadcastUrl}/hls/one/${segment.uri}`);
      expect([segment.uri, answer.status]).toEqual([segment.uri, 200]);
      expect((await answer.arrayBuffer()).byteLength % 188).toBe(0);
      taken.set(segment.mediaSequenceNumber, segment);
    }
    expect(taken.size).toBeGreaterThanOrEqual(count);
  }, PATIENCE);
  const numbers = [...taken.keys()];
  expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
  return [...taken.values()];
}

test('a station that is started an hour before it was stopped goes on under later numbers, at the time that it is', async () => {
  const first = await serve(0);
  await runJson(data, ['channel', 'add', '--name', 'One', '--timezone', 'UTC']);
  await vi.waitFor(async () => {
    await playlistOf(first);
  }, PATIENCE);
  const before = await take(first, 5);
  expect((await first.stop()).code).toBe(0);

  const second = await serve(-HOUR_MS);
  await vi.waitFor(async () => {
    const { segments } = await playlistOf(second);
    expect(segments[0]?.mediaSequenceNumber).toBeGreaterThan(
      before.at(-1)?.mediaSequenceNumber ?? Infinity,
    );
  }, PATIENCE);
  const newest = (await take(second, 5)).at(-1)?.programDateTime?.getTime() ?? 0;
  expect(Math.abs(newest - (Date.now() - HOUR_MS))).toBeLessThan(5 * 60_000);
}, 170_000);
