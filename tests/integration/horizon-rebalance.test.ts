import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { validateSeams } from '#shared/log/read/validate-seams.ts';
import type { Channel } from '#shared/model/channel.ts';
import { AssetId } from '#shared/model/ids.ts';
import { findInDay } from '#main/handlers/channel-check-handlers.ts';
import type { Airing, ScheduleDay } from '#shared/model/schedule-day.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/time/units.ts';
import { addDays, parseInstant } from '#shared/time/zone.ts';
import { assetIdOf } from '#tests/helpers/airing-content.ts';
import { makeRow } from '#tests/helpers/planning-fixtures.ts';
import { createPlanningLab, type PlanningLab } from '#tests/helpers/planning-lab.ts';

const NOW_AT = parseInstant('2026-03-09T12:10:00Z');
const TOMORROW = '2026-03-10';
let lab: PlanningLab;
let channel: Channel;

beforeEach(async () => {
  lab = await createPlanningLab({ startAt: NOW_AT });
  channel = await lab.addChannel();
  await lab.addPlan(channel, [
    makeRow(0, 720, `series:${lab.alpha}`),
    makeRow(720, 720, `series:${lab.beta}`),
  ]);
  await lab.horizon.evaluate();
});

afterEach(() => lab.dispose());

async function dayOf(date: string): Promise<ScheduleDay> {
  const day = await lab.store.days.get(channel.id, date);
  if (!day) throw new Error(`${date} is not frozen.`);
  return day;
}

/** The asset of the second airing of the date proves to be so long. */
async function grow(date: string, minutes = 31): Promise<Airing> {
  const airing = (await dayOf(date)).airings[1] as Airing;
  const asset = await lab.store.assets.get(AssetId.parse(assetIdOf(airing)));
  if (!asset) throw new Error('The asset has gone.');
  await lab.store.assets.saveMany([{ ...asset, durationMs: minutes * MS_PER_MINUTE }]);
  return airing;
}

async function grownDates(): Promise<string[]> {
  await lab.clock.advance(2 * MS_PER_MINUTE);
  await lab.horizon.evaluate();
  const [report] = await lab.horizon.report();
  return (report?.warnings ?? [])
    .filter(({ rule }) => rule === 'content-has-grown')
    .map(({ subject }) => subject);
}

describe('a file of another length than the day was frozen with', () => {
  test.each([
    [31, 'content-has-grown'],
    [5, 'content-has-shrunk'],
  ])(
    'of %i minutes is found when the day is validated, until the day is rebuilt',
    async (minutes, rule) => {
      const rules = async () =>
        (await findInDay(lab.store, channel, await dayOf(TOMORROW))).map((found) => found.rule);
      expect(await rules()).toEqual([]);
      await grow(TOMORROW, minutes);
      expect(new Set(await rules())).toEqual(new Set([rule]));
      await lab.horizon.rebuildDays(channel.id, [TOMORROW], 'a file was replaced');
      expect(await rules()).toEqual([]);
    },
  );
});

describe('content that has become longer since its day was frozen', () => {
  test('is warned of and changes nothing by itself, until the day is brought back to its grid', async () => {
    const before = await dayOf(TOMORROW);
    expect(await grownDates()).toEqual([]);
    const airing = await grow(TOMORROW);
    expect(await grownDates()).toContain(TOMORROW);
    expect(await dayOf(TOMORROW)).toEqual(before);
    const { day, impact } = await lab.horizon.changeDay({
      channelId: channel.id,
      date: TOMORROW,
      change: { type: 'rebalance' },
      reason: 'longer than planned',
      baseDayId: before.id,
    });
    expect(impact.changes.map(({ type }) => type)).toContain('lengthened');
    const grown = day.airings.find(({ startAt }) => startAt === airing.startAt);
    expect(grown).toMatchObject({
      contentDurationMs: 31 * MS_PER_MINUTE,
      endAt: airing.startAt + MS_PER_HOUR,
    });
    expect(await grownDates()).not.toContain(TOMORROW);
    expect(await lab.store.days.overridesOf(before.id)).toMatchObject([
      { change: { type: 'rebalance' }, reason: 'longer than planned' },
    ]);
  });

  test('is logged with the sums of its new slots, and the day after stays', async () => {
    const airing = await grow(TOMORROW);
    const next = await dayOf(addDays(TOMORROW, 1));
    await lab.horizon.changeDay({
      channelId: channel.id,
      date: TOMORROW,
      change: { type: 'rebalance' },
      reason: 'longer than planned',
      baseDayId: null,
    });
    while (lab.clock.nowAt() < airing.startAt) {
      await lab.clock.advance(MS_PER_HOUR);
      await lab.horizon.evaluate();
    }
    const window = { startAt: NOW_AT, endAt: airing.startAt + 3 * MS_PER_HOUR };
    const blocks = await lab.store.log.blocksIn(channel.id, window);
    expect(validateSeams(channel, blocks)).toEqual([]);
    const block = blocks.find(({ startAt }) => startAt === airing.startAt);
    const sumOf = (kinds: readonly string[]): number =>
      (block?.events ?? [])
        .filter(({ kind }) => kinds.includes(kind))
        .reduce((sum, { durationMs }) => sum + durationMs, 0);
    expect(sumOf(['act'])).toBe(31 * MS_PER_MINUTE);
    expect(sumOf(['interstitial', 'pad'])).toBe(29 * MS_PER_MINUTE);
    expect(await dayOf(addDays(TOMORROW, 1))).toEqual(next);
  });
});
