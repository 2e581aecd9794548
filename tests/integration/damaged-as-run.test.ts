import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import type { NumberedEvidence } from '#main/air/ports.ts';
import { openAirCalls } from '#main/air/run-air.ts';
import { dataPathsOf, type DataPaths } from '#main/station/data-folder.ts';
import { openStation } from '#main/station/open-station.ts';
import type { Station } from '#main/station/station.ts';
import type { Channel } from '#shared/model/channel.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/time/units.ts';
import { damageTable } from '#tests/helpers/damage-table.ts';
import { createManualClock, type ManualClock } from '#tests/helpers/manual-clock.ts';

let folder: string;
let paths: DataPaths;
let clock: ManualClock;
let opened: Station[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retrovue-damage-'));
  paths = dataPathsOf(join(folder, 'data'));
  clock = createManualClock();
  opened = [];
});

afterEach(async () => {
  for (const station of opened) await close(station);
  await rm(folder, { recursive: true, force: true });
});

/** A station whose air keeps its journal, as that of a host does, but lives by the clock that is moved by hand. */
async function open(): Promise<Station> {
  const station = await openStation({
    dataFolder: join(folder, 'data'),
    host: 'test',
    version: '0.0.0',
    env: process.env,
    isOnAir: true,
    signal: null,
    clock,
    broadcastHost: '127.0.0.1',
    broadcastPort: 0,
    carryAir: async (setting, calls) => ({
      calls: await openAirCalls(setting, calls, clock),
      end: () => Promise.resolve(),
    }),
  });
  opened.push(station);
  return station;
}

async function close(station: Station): Promise<void> {
  opened = opened.filter((each) => each !== station);
  const closed = station.close();
  const advancing = setInterval(() => void clock.advance(100), 5);
  await closed;
  clearInterval(advancing);
}

/** Lets so much time pass, and what has to be written be written. */
async function pass(ms: number): Promise<void> {
  const steps = Math.ceil(ms / MS_PER_MINUTE);
  for (let step = 0; step < steps; step += 1) {
    await clock.advance(MS_PER_MINUTE);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** As-run that is in the journal and nowhere else. */
async function waitingRows(): Promise<readonly string[]> {
  const text = await readFile(paths.evidence, 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as NumberedEvidence)
    .flatMap(({ evidence }) => (evidence.kind === 'as-run' ? evidence.rows : []))
    .map(({ eventId }) => eventId);
}

const airedOn = async (station: Station, { id }: Channel): Promise<string[]> =>
  (
    await station.client.call('asrun.list', { channelId: id, startAt: 0, endAt: clock.nowAt() })
  ).map(({ eventId }) => eventId);

test('as-run whose pages are damaged is told; airing goes on, and what airs is kept until it can be taken', async () => {
  const first = await open();
  const channel = await first.client.call('channel.create', { name: 'One', timezone: 'UTC' });
  await pass(2 * MS_PER_HOUR);
  expect((await airedOn(first, channel)).length).toBeGreaterThan(0);
  await close(first);
  const whole = join(folder, 'whole.sqlite');
  await copyFile(paths.database, whole);

  damageTable(paths.database, 'as_run');
  const damaged = await open();
  await pass(2 * MS_PER_HOUR);
  const playlist = await fetch(`${damaged.broadcastUrl()}/hls/${channel.slug}/live.m3u8`);
  expect(playlist.status).toBe(200);
  expect((await damaged.client.call('station.status', {})).health).toMatchObject({
    state: 'trouble',
    sentence: expect.stringContaining('damaged') as string,
  });
  const waiting = await waitingRows();
  expect(waiting.length).toBeGreaterThan(0);
  expect(new Set(waiting).size).toBe(waiting.length);
  await close(damaged);
  expect(await waitingRows()).toEqual(waiting);

  // The operator has gone back to a copy from before.
  await copyFile(whole, paths.database);
  const mended = await open();
  await pass(2 * MS_PER_MINUTE);
  expect(await airedOn(mended, channel)).toEqual(expect.arrayContaining([...waiting]));
  expect((await mended.client.call('station.status', {})).health.sentence).not.toContain('damaged');
});
