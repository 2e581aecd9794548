import { describe, expect, test } from 'vitest';

import { AssetId } from '#shared/model/ids.ts';
import { EMPTY_CARRY, type Airing, type ScheduleDay } from '#shared/model/schedule-day.ts';
import { overrideDay } from '#shared/planning/revise/override-day.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { revertDay } from '#shared/planning/revise/revert-day.ts';
import { validateDay } from '#shared/planning/validate/validate-day.ts';
import { assetIdOf } from '#tests/helpers/airing-content.ts';
import {
  plannedBy,
  makeCatalog,
  makeChannel,
  makePlan,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

const channel = makeChannel();
const catalog = makeCatalog();
const plan = makePlan('plan', [makeRow(0, 1_440, 'series:alpha')]);
const { day: resolved } = resolveDay({
  channel,
  catalog,
  date: '2026-02-10',
  planned: plannedBy([plan]),
  carryIn: EMPTY_CARRY,
});
const original: ScheduleDay = { ...resolved, frozenAt: 0 };
const shared = {
  channel,
  catalog,
  planned: plannedBy([plan]),
  carryIn: EMPTY_CARRY,
  reason: 'a test',
  isNextDayFrozen: true,
  lockedUntil: 0,
};

function startAt(index: number): number {
  return (original.airings[index] as Airing).startAt;
}

/** The original with a film in place of the airing of that index. */
function changedAt(index: number, assetId = 'movie-short'): ScheduleDay {
  const airingId = (original.airings[index] as Airing).id;
  const edit = {
    type: 'replace',
    airingId,
    assetId: AssetId.parse(assetId),
    scope: 'airing',
  } as const;
  return { ...overrideDay({ ...shared, day: original, edit }), frozenAt: 0 };
}

const places = (day: Pick<ScheduleDay, 'airings'>): unknown[] =>
  day.airings.map((airing) => [airing.startAt, airing.endAt, assetIdOf(airing), airing.lineage]);

describe('revertDay', () => {
  test('gives back the day as it was, plan and hash included', () => {
    const reverted = revertDay({ ...shared, day: changedAt(20), target: original });
    expect(places(reverted)).toEqual(places(original));
    expect(reverted).toMatchObject({
      isManualOverride: false,
      planId: plan.id,
      contentHash: original.contentHash,
      carryOut: original.carryOut,
    });
  });

  test('keeps what is locked, also where it differs, and fills up to where the two meet', () => {
    const day = changedAt(20);
    const reverted = revertDay({
      ...shared,
      day,
      target: original,
      lockedUntil: startAt(20) + 1,
    });
    expect(reverted.airings[20]).toMatchObject({ content: { assetId: 'movie-short' } });
    expect(places(reverted).slice(21)).toEqual(places(day).slice(21));
    expect(reverted).toMatchObject({ isManualOverride: true, planId: null });
    const back = revertDay({
      ...shared,
      day: original,
      target: day,
      lockedUntil: startAt(21),
    });
    expect(back.airings.slice(0, 21).map(assetIdOf)).toEqual(
      original.airings.slice(0, 21).map(assetIdOf),
    );
    expect(back.airings[21]?.lineage.override).toMatchObject({ type: 'filled' });
    expect(
      validateDay({ time: channel, day: back, occupiedUntil: null, isEligible: () => true }),
    ).toEqual([]);
  });

  test('puts nothing back that may no longer air', () => {
    const { content } = original.airings[30] as Airing;
    const fewer = makeCatalog();
    (fewer.byId as Map<unknown, unknown>).delete(assetIdOf({ content }));
    const reverted = revertDay({
      ...shared,
      catalog: fewer,
      day: changedAt(20),
      target: original,
    });
    expect(reverted.airings.filter((airing) => airing.startAt === startAt(30))).toMatchObject([
      { lineage: { override: { type: 'filled' } } },
    ]);
  });

  test('refuses a day of which nothing is free', () => {
    const input = { ...shared, day: changedAt(20), target: original, lockedUntil: original.endAt };
    expect(() => revertDay(input)).toThrow(/locked for playout/);
  });
});
