import { describe, expect, test } from 'vitest';

import { EMPTY_CARRY, type Airing } from '#shared/model/schedule-day.ts';
import type { ResolvedDay } from '#shared/scheduling/finish-day.ts';
import { resolveDay } from '#shared/scheduling/resolve-day.ts';
import { validateDay } from '#shared/scheduling/validate-day.ts';
import { makeCatalog, makeChannel, makePlan, makeRow } from '#tests/helpers/planning-fixtures.ts';

const channel = makeChannel();
const catalog = makeCatalog();
const { day } = resolveDay({
  channel,
  date: '2026-03-07',
  plans: [makePlan('plan', [makeRow(0, 1_440, 'series:alpha')])],
  catalog,
  carryIn: EMPTY_CARRY,
});

function rules(changed: Partial<ResolvedDay> = {}, isEligible = true): string[] {
  return validateDay({
    time: channel,
    day: { ...day, ...changed },
    occupiedUntil: null,
    isEligible: () => isEligible,
  }).map(({ rule }) => rule);
}

function withAiring(index: number, changes: Partial<Airing>): Partial<ResolvedDay> {
  return {
    airings: day.airings.map((airing, at) => (at === index ? { ...airing, ...changes } : airing)),
  };
}

describe('validateDay', () => {
  test('finds nothing wrong with a resolved day', () => {
    expect(rules()).toEqual([]);
  });

  test('finds a hole, at the end too', () => {
    expect(rules({ airings: day.airings.toSpliced(3, 1) })).toEqual([
      'INV-SCHEDULEDAY-NO-GAPS-001',
    ]);
    expect(rules({ airings: day.airings.slice(0, -1) })).toEqual(['INV-SCHEDULEDAY-NO-GAPS-001']);
  });

  test('finds an overlap', () => {
    const endAt = (day.airings[4]?.endAt ?? 0) + 1_800_000;
    expect(rules(withAiring(4, { endAt }))).toEqual(['INV-SCHEDULEDAY-SEAM-NO-OVERLAP-001']);
  });

  test('finds an airing off the grid', () => {
    const startAt = (day.airings[4]?.startAt ?? 0) + 60_000;
    expect(rules(withAiring(4, { startAt }))).toContain('INV-GRID-01');
  });

  test('finds an airing shorter than its content', () => {
    expect(rules(withAiring(4, { contentDurationMs: 1_800_001 }))).toEqual(['INV-P3-009']);
  });

  test('finds an asset that may not air', () => {
    expect(new Set(rules({}, false))).toEqual(new Set(['LAW-ELIGIBILITY']));
  });

  test('finds a carry that does not name where the last airing ends', () => {
    expect(rules({ carryOut: { ...day.carryOut, occupiedUntil: day.endAt + 1 } })).toEqual([
      'INV-SCHEDULEDAY-SEAM-NO-OVERLAP-001',
    ]);
  });
});
