import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { AssetId } from '#shared/model/ids.ts';
import { EMPTY_CARRY, type Airing, type ScheduleDay } from '#shared/model/schedule-day.ts';
import { buildCatalog, type Catalog } from '#shared/planning/choose/catalog.ts';
import { fixedStartsOf } from '#shared/planning/revise/override-day.ts';
import { rebalanceDay } from '#shared/planning/revise/rebalance-day.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { validateDay } from '#shared/planning/validate/validate-day.ts';
import { localTimeAt } from '#shared/time/zone.ts';
import { assetIdOf } from '#tests/helpers/airing-content.ts';
import {
  plannedBy,
  makeAsset,
  makeChannel,
  makeEpisodes,
  makePlan,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

const MINUTE_MS = 60_000;
const channel = makeChannel();
const plans = [
  makePlan('plan', [
    makeRow(0, 180, 'series:alpha'),
    makeRow(180, 180, 'series:beta'),
    makeRow(360, 1_080, 'series:alpha', { id: makeRow(1, 1, 'series:late').id }),
  ]),
];

/** A library in which some assets have proved to be so many minutes long. */
function catalogWith(minutes: Readonly<Record<string, number>> = {}): Catalog {
  const assets = [
    ...makeEpisodes('alpha', 45),
    ...makeEpisodes('beta', 9, 44),
    ...[10, 25, 80].map((length) =>
      makeAsset(`movie-${String(length)}`, { durationMs: length * MINUTE_MS }),
    ),
  ];
  return buildCatalog(
    assets.map((asset) => {
      const real = minutes[asset.id];
      return real === undefined ? asset : { ...asset, durationMs: real * MINUTE_MS };
    }),
  );
}

const before = catalogWith();

function frozen(): ScheduleDay {
  const { day } = resolveDay({
    channel,
    date: '2026-02-10',
    planned: plannedBy(plans),
    catalog: before,
    carryIn: EMPTY_CARRY,
  });
  return { ...day, frozenAt: 0 };
}

const day = frozen();

function rebalanced(
  minutes: Readonly<Record<string, number>>,
  { from = day, lockedUntil = 0, isNextDayFrozen = false } = {},
) {
  return rebalanceDay({
    channel,
    day: from,
    catalog: catalogWith(minutes),
    planned: plannedBy(plans),
    carryIn: EMPTY_CARRY,
    isNextDayFrozen,
    reason: 'longer than planned',
    lockedUntil,
  });
}

function rundown(
  { airings }: Pick<ScheduleDay, 'airings'>,
  first: string,
  count: number,
): string[] {
  const clock = ({ startAt }: Airing): string => localTimeAt(channel.timezone, startAt);
  const index = airings.findIndex((airing) => clock(airing) === first);
  return airings
    .slice(index, index + count)
    .map((it) => `${clock(it)} ${assetIdOf(it) ?? 'slate'}`);
}

function isSound(changed: Pick<ScheduleDay, 'airings'>, minutes: Readonly<Record<string, number>>) {
  const { byId } = catalogWith(minutes);
  const of = { ...day, ...changed };
  const isEligible = (id: AssetId): boolean => byId.has(id);
  return validateDay({ time: channel, day: of, occupiedUntil: null, isEligible }).length === 0;
}

const fixedIn = ({ airings }: Pick<ScheduleDay, 'airings'>): number[] =>
  airings.filter(fixedStartsOf(airings)).map(({ startAt }) => startAt);

describe('rebalanceDay', () => {
  test('starts from the day that the tests describe', () => {
    expect(rundown(day, '06:00', 8)).toEqual([
      ...['06:00 alpha-e1', '06:30 alpha-e2', '07:00 alpha-e3', '07:30 alpha-e4'],
      ...['08:00 alpha-e5', '08:30 alpha-e6', '09:00 beta-e1', '10:00 beta-e2'],
    ]);
  });

  test('gives grown content its slots and goes on at the next grid line up to the fixed start', () => {
    const minutes = { 'alpha-e2': 31 };
    const changed = rebalanced(minutes);
    expect(rundown(changed, '06:00', 7)).toEqual([
      ...['06:00 alpha-e1', '06:30 alpha-e2', '07:30 alpha-e3', '08:00 alpha-e4'],
      ...['08:30 alpha-e5', '09:00 beta-e1', '10:00 beta-e2'],
    ]);
    const grown = changed.airings[1];
    expect(grown).toMatchObject({
      contentDurationMs: 31 * MINUTE_MS,
      lineage: { override: { type: 'moved', reason: 'longer than planned' } },
    });
    expect((grown?.endAt ?? 0) - (grown?.startAt ?? 0)).toBe(60 * MINUTE_MS);
    expect(isSound(changed, minutes)).toBe(true);
  });

  test('only shortens the breaks where the slots have room', () => {
    const changed = rebalanced({ 'alpha-e2': 28 });
    expect(changed.airings.map(({ startAt }) => startAt)).toEqual(
      day.airings.map(({ startAt }) => startAt),
    );
    expect(changed.airings[1]?.contentDurationMs).toBe(28 * MINUTE_MS);
  });

  test('cuts content off at a fixed start that it would run into', () => {
    const changed = rebalanced({ 'alpha-e6': 31 });
    expect(rundown(changed, '08:30', 2)).toEqual(['08:30 alpha-e6', '09:00 beta-e1']);
    expect(changed.airings[5]).toMatchObject({
      contentDurationMs: 30 * MINUTE_MS,
      lineage: { override: { type: 'trimmed' } },
    });
  });

  test('fills what falls open before a fixed start', () => {
    const minutes = { 'beta-e1': 61 };
    const changed = rebalanced(minutes);
    const [first, second, third, fourth] = rundown(changed, '09:00', 4);
    expect([first, second, fourth]).toEqual([
      ...['09:00 beta-e1', '10:30 beta-e2', '12:00 alpha-e7'],
    ]);
    expect(third).toMatch(/^11:30 /);
    expect(changed.airings.find((it) => it.startAt === changed.airings[8]?.startAt)).toMatchObject({
      lineage: { override: { type: 'filled' } },
    });
    expect(isSound(changed, minutes)).toBe(true);
  });

  test('leaves what is locked and a day in which nothing has grown', () => {
    const lockedUntil = day.airings[4]?.startAt ?? 0;
    const late = rebalanced({ 'alpha-e2': 31 }, { lockedUntil });
    expect(late.airings.map(({ id }) => id)).toEqual(day.airings.map(({ id }) => id));
    const same = rebalanced({});
    expect(same.airings.map(({ id }) => id)).toEqual(day.airings.map(({ id }) => id));
    expect(same.carryOut.cursors).toEqual(day.carryOut.cursors);
  });

  test('is done after one time', () => {
    const minutes = { 'alpha-e2': 31, 'alpha-e6': 45, 'beta-e2': 70 };
    const once: ScheduleDay = { ...rebalanced(minutes), frozenAt: 0 };
    const twice = rebalanced(minutes, { from: once });
    expect(twice.airings.map(({ id }) => id)).toEqual(once.airings.map(({ id }) => id));
  });

  test('refuses a day of which nothing is free', () => {
    expect(() => rebalanced({ 'alpha-e2': 31 }, { lockedUntil: day.endAt })).toThrow(/locked/);
  });

  test('tiles the day with every fixed start in its place, whatever has grown', () => {
    const lengths = fc.record({
      'alpha-e2': fc.integer({ min: 22, max: 200 }),
      'alpha-e6': fc.integer({ min: 22, max: 200 }),
      'beta-e1': fc.integer({ min: 44, max: 300 }),
      'alpha-e20': fc.integer({ min: 22, max: 400 }),
    });
    const line = fc.integer({ min: 0, max: day.airings.length - 2 });
    fc.assert(
      fc.property(lengths, line, fc.boolean(), (minutes, index, isNextDayFrozen) => {
        const lockedUntil = day.airings[index]?.startAt ?? 0;
        const changed = rebalanced(minutes, { lockedUntil, isNextDayFrozen });
        expect(isSound(changed, minutes)).toBe(true);
        const starts = new Set(changed.airings.map(({ startAt }) => startAt));
        expect(fixedIn(day).every((startAt) => starts.has(startAt))).toBe(true);
        expect(changed.airings.slice(0, index).map(({ id }) => id)).toEqual(
          day.airings.slice(0, index).map(({ id }) => id),
        );
        for (const { startAt, endAt, contentDurationMs } of changed.airings) {
          expect(contentDurationMs).toBeLessThanOrEqual(endAt - startAt);
        }
        if (isNextDayFrozen) expect(changed.airings.at(-1)?.endAt).toBe(day.endAt);
      }),
      { numRuns: 150 },
    );
  });
});
