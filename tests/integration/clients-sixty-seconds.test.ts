import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { startPlayingStation, type PlayingStation } from '#tests/helpers/playing-station.ts';
import { TV_CLIENTS } from '#tests/helpers/tv-clients.ts';

const SECONDS = 60;

const CASES = TV_CLIENTS.map((client) => ({ name: client.name, client }));

describe('a channel on the air', () => {
  let station: PlayingStation;

  beforeAll(async () => {
    station = await startPlayingStation();
  }, 180_000);

  afterAll(async () => {
    await station.stop();
  });

  // All players at once, each with both forms: the whole takes little more than a minute.
  test.concurrent.for(CASES)(
    '$name plays sixty seconds of HLS and of the transport stream across three seams without a complaint',
    async ({ name, client }, { skip, expect: expectHere }) => {
      skip(!client.isInstalled, `${name} is not installed`);
      const { broadcastUrl, slug } = station;
      const startedAt = station.nowAt();
      const reports = await Promise.all([
        client.play(`${broadcastUrl}/hls/${slug}/live.m3u8`, SECONDS),
        client.play(`${broadcastUrl}/channel/${slug}.ts`, SECONDS),
      ]);
      for (const report of reports) {
        expectHere(report.complaints, report.lastWords).toEqual([]);
        expectHere(report.hasPlayed, report.lastWords).toBe(true);
      }
      const seams = await station.seamsIn(startedAt, station.nowAt());
      expectHere(seams.length).toBeGreaterThanOrEqual(3);
    },
  );

  test('has at least one player to judge it', () => {
    expect(TV_CLIENTS.some((client) => client.isInstalled)).toBe(true);
  });
});
