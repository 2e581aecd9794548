import { describe, expect, test } from 'vitest';

import { EMPTY_CARRY, type Airing } from '#shared/model/schedule-day.ts';
import type { ResolvedDay } from '#shared/planning/resolve/finish-day.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
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
const { day } = resolveDay({
  channel,
  date: '2026-03-07',
  planned: plannedBy([makePlan('plan', [makeRow(0, 1_440, 'series:alpha')])]),
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

  test('finds an airing of a plan that is not the channel’s', () => {
    const findings = validateDay({
      time: channel,
      day,
      occupiedUntil: null,
      isEligible: () => true,
      isOwnPlan: () => false,
    });
    expect(findings).toHaveLength(48 - 2);
    expect(new Set(findings.map(({ rule }) => rule))).toEqual(
      new Set(['INV-NO-FOREIGN-CONTENT-001']),
    );
  });

  test('finds an airing that names neither plan nor change by hand', () => {
    const lineage = day.airings[4]?.lineage;
    if (!lineage) throw new Error('The day has airings.');
    const rule = ['INV-SCHEDULEDAY-DERIVATION-TRACEABLE-001'];
    expect(rules(withAiring(4, { lineage: { ...lineage, planId: null } }))).toEqual(rule);
    expect(
      rules(withAiring(4, { lineage: { ...lineage, planId: null, rule: 'override' } })),
    ).toEqual(rule);
    expect(
      rules(withAiring(4, { lineage: { ...lineage, planId: null, rule: 'default-programming' } })),
    ).toEqual([]);
  });

  test('tells every fault of a day with several, each with its place and what to do', () => {
    const spoilt = day.airings
      .map((airing, index) => {
        if (index === 2) return { ...airing, endAt: airing.endAt + 1_800_000 };
        if (index === 9) return { ...airing, startAt: airing.startAt + 60_000 };
        if (index === 14) return { ...airing, contentDurationMs: 1_800_001 };
        return airing;
      })
      .toSpliced(20, 1);
    const findings = validateDay({
      time: channel,
      occupiedUntil: null,
      day: { ...day, airings: spoilt },
      isEligible: (id) => id !== assetIdOf(day.airings[30]),
    });
    expect(new Set(findings.map(({ rule }) => rule))).toEqual(
      new Set([
        ...['INV-SCHEDULEDAY-SEAM-NO-OVERLAP-001', 'INV-SCHEDULEDAY-NO-GAPS-001'],
        ...['INV-GRID-01', 'INV-P3-009', 'LAW-ELIGIBILITY'],
      ]),
    );
    for (const { remedy, startAt, message } of findings) {
      expect(remedy).not.toBe('');
      expect(message).toMatch(/^\d\d:\d\d: /);
      expect(startAt).not.toBeNull();
    }
  });

  test('finds a carry that does not name where the last airing ends', () => {
    expect(rules({ carryOut: { ...day.carryOut, occupiedUntil: day.endAt + 1 } })).toEqual([
      'INV-SCHEDULEDAY-SEAM-NO-OVERLAP-001',
    ]);
  });
});
