import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Client } from '#shared/contract/client.ts';
import type { Channel, ChannelFields } from '#shared/model/channel.ts';
import { AssetId } from '#shared/model/ids.ts';
import type { AiringRecord } from '#shared/model/airing-record.ts';
import { MS_PER_MINUTE } from '#shared/time/units.ts';
import { localTimeAt, parseInstant } from '#shared/time/zone.ts';
import { fillLibrary } from '#tests/helpers/planning-lab.ts';
import { createTestStation, type TestStation } from '#tests/helpers/test-station.ts';

/** 14:10 in New York; the day began at 06:00. */
const START_AT = parseInstant('2026-03-10T18:10:00Z');
let world: TestStation;
let client: Client;
let channel: Channel;

beforeEach(async () => {
  world = await createTestStation({
    startAt: START_AT,
    seed: async (store) => {
      await fillLibrary(store);
    },
  });
  ({ client } = world);
  channel = await client.call('channel.create', {
    name: 'Retro',
    timezone: 'America/New_York',
    defaultProgramming: { kind: 'rule', rule: { kind: ['movie'] }, episodePolicy: 'sequential' },
  });
});

afterEach(() => world.dispose());

/** What starts two minutes from now or later, on days that are frozen. */
async function ahead(): Promise<AiringRecord[]> {
  const days = await Promise.all(
    ['2026-03-10', '2026-03-11', '2026-03-12', '2026-03-13'].map((date) =>
      client.call('day.show', { channelId: channel.id, date }),
    ),
  );
  const from = world.clock.nowAt() + 2 * MS_PER_MINUTE;
  return days.flatMap(({ airings }) => airings).filter(({ startAt }) => startAt >= from);
}

async function plan(): Promise<void> {
  const { id } = await client.call('plan.create', { channelId: channel.id, name: 'Every day' });
  await client.call('plan.addAssignment', {
    planId: id,
    row: {
      startOffsetMinutes: 0,
      durationMinutes: 1_440,
      content: { type: 'random', rule: { kind: ['episode'] } },
    },
  });
  await client.call('plan.publish', { id, from: 'now' });
}

const offered = async (): Promise<string[]> =>
  (await client.call('rebuild.list', { channelId: channel.id })).map(
    ({ broadcastDate }) => broadcastDate,
  );

const isMovie = (airing: AiringRecord): boolean =>
  (airing.members ?? [airing]).some(({ assetId }) => /^movie/.test(assetId ?? ''));
const minutesOf = ({ startAt }: AiringRecord): number =>
  Number(localTimeAt('America/New_York', startAt).slice(3));

/** What is changed, and what of what airs by itself is then true. It is not before. */
const CHANGES: [string, Partial<ChannelFields>, (airings: AiringRecord[]) => boolean][] = [
  [
    'what it airs by itself',
    { defaultProgramming: { kind: 'asset', assetId: AssetId.parse('movie-150') } },
    (airings) => airings.every(({ assetId }) => assetId === null || assetId === 'movie-150'),
  ],
  [
    'the rule by which it airs it',
    { defaultProgramming: { kind: 'rule', rule: { kind: ['episode'] }, episodePolicy: 'shuffle' } },
    (airings) => !airings.some(isMovie),
  ],
  [
    'what may air at these hours',
    { dayparts: [{ hours: '00:00-00:00', kind: ['episode'] }] },
    (airings) => !airings.some(isMovie),
  ],
  [
    'its grid',
    { gridMinutes: 15 },
    (airings) => airings.some((each) => minutesOf(each) % 30 !== 0),
  ],
  [
    'a coarser grid',
    { gridMinutes: 60 },
    (airings) => airings.slice(1).every((each) => minutesOf(each) === 0),
  ],
];

describe('a channel of which is changed', () => {
  test.each(CHANGES)(
    '%s: what it airs by itself is made anew at once',
    async (_what, changes, holds) => {
      expect(holds(await ahead())).toBe(false);
      const before = await client.call('day.show', { channelId: channel.id, date: '2026-03-10' });

      channel = await client.call('channel.update', { id: channel.id, changes });

      expect(holds(await ahead())).toBe(true);
      expect(await offered()).toEqual([]);
      const after = await client.call('day.show', { channelId: channel.id, date: '2026-03-10' });
      const begun = ({ airings }: typeof after): AiringRecord[] =>
        airings
          .filter(({ startAt }) => startAt < START_AT)
          .map((airing) => ({ ...airing, scheduleDayId: before.id }));
      expect(begun(after)).toEqual(begun(before));
      const window = { startAt: START_AT, endAt: START_AT + 6 * 60 * MS_PER_MINUTE };
      expect(await client.call('log.validate', { channelId: channel.id, ...window })).toEqual([]);
      const blocks = await client.call('log.list', { channelId: channel.id, ...window });
      expect(blocks.slice(1).map(({ airingId }) => airingId)).toEqual(
        (await ahead()).slice(0, blocks.length - 1).map(({ id }) => id),
      );
    },
  );

  const PROMISED: [string, Partial<ChannelFields>, number][] = [
    ['what may air at these hours', { dayparts: [{ hours: '00:00-00:00', kind: ['movie'] }] }, 4],
    ['its grid', { gridMinutes: 60 }, 4],
    ['what it airs by itself', CHANGES[0]?.[1] ?? {}, 0],
    ['its name', { name: 'Other' }, 0],
  ];

  test.each(PROMISED)(
    '%s: what a plan promised is only offered',
    async (_what, changes, offers) => {
      await plan();
      const before = await ahead();

      channel = await client.call('channel.update', { id: channel.id, changes });

      expect((await ahead()).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
      expect(await offered()).toHaveLength(offers);
    },
  );

  test('its clock and its grid: days that were frozen by the old clock stay as they are', async () => {
    const before = await ahead();
    const dates = ['2026-03-10', '2026-03-11', '2026-03-12', '2026-03-13'];

    channel = await client.call('channel.update', {
      id: channel.id,
      changes: { dayStart: '05:00', gridMinutes: 60 },
    });

    expect((await ahead()).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    for (const date of dates) {
      const findings = await client.call('day.validate', { channelId: channel.id, date });
      expect(findings.map(({ rule }) => rule)).not.toContain('INV-SCHEDULEDAY-NO-GAPS-001');
    }
  });
});
