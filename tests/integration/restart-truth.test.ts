import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import HLS from 'hls-parser';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createSystemClock } from '#main/clock/system-clock.ts';
import { airInThisThread } from '#main/station/air-carrier.ts';
import { openStation } from '#main/station/open-station.ts';
import { serveRetrovue, type ServedProcess } from '#tests/helpers/command-line.ts';
import { layOutCounterFolder, planCounterChannel } from '#tests/helpers/counter-station.ts';

const WATCHED_ROUNDS = 16;
const ROUND_MS = 1_000;
let folder: string;
let slug: string;

/** What a playlist said of a segment, and its bytes. */
interface Published {
  readonly durationSeconds: number;
  readonly airedAt: number;
  readonly bytes: Buffer;
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'retrovue-restart-'));
  const counters = await layOutCounterFolder(path.join(folder, 'media'));
  const clock = createSystemClock();
  const station = await openStation({
    dataFolder: path.join(folder, 'data'),
    host: 'test',
    version: '0.0.0',
    env: process.env,
    isOnAir: false,
    clock,
    signal: null,
    carryAir: airInThisThread(clock),
  });
  const format = { height: 480, rate: '25' } as const;
  ({ slug } = await planCounterChannel(station.client, counters.folder, format));
  await station.close();
}, 120_000);

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function playlistOf(served: ServedProcess): Promise<HLS.types.MediaPlaylist> {
  const answer = await fetch(`${served.broadcastUrl}/hls/${slug}/live.m3u8`);
  expect(answer.status).toBe(200);
  return HLS.parse(await answer.text()) as HLS.types.MediaPlaylist;
}

async function take(served: ServedProcess, segment: HLS.types.Segment): Promise<Published> {
  const answer = await fetch(new URL(segment.uri, `${served.broadcastUrl}/hls/${slug}/`));
  expect(answer.status).toBe(200);
  return {
    durationSeconds: segment.duration,
    airedAt: segment.programDateTime?.getTime() ?? NaN,
    bytes: Buffer.from(await answer.arrayBuffer()),
  };
}

async function watch(served: ServedProcess, rounds: number): Promise<Map<string, Published>> {
  const published = new Map<string, Published>();
  for (let round = 0; round < rounds; round += 1) {
    for (const segment of (await playlistOf(served)).segments) {
      if (!published.has(segment.uri)) published.set(segment.uri, await take(served, segment));
    }
    await delay(ROUND_MS);
  }
  return published;
}

describe('a station that is killed on the air', () => {
  test('comes back with the same playlist history and the same bytes of every published segment', async () => {
    const data = path.join(folder, 'data');
    const first = await serveRetrovue(data);
    const before = await watch(first, WATCHED_ROUNDS).finally(() => first.kill());
    expect(before.size).toBeGreaterThan(WATCHED_ROUNDS / 2);

    const second = await serveRetrovue(data);
    try {
      const playlist = await playlistOf(second);
      const listed = playlist.segments.map((segment) => segment.uri);
      expect(listed.slice(0, before.size)).toEqual([...before.keys()]);
      expect(playlist.mediaSequenceBase).toBe(Number.parseInt(listed[0] ?? '', 10));
      for (const segment of playlist.segments) {
        const known = before.get(segment.uri);
        if (known) expect(await take(second, segment)).toEqual(known);
      }
      expect((await watch(second, 4)).size).toBeGreaterThan(before.size);
    } finally {
      await second.stop();
    }
  });
});
