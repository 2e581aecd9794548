import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Alternation } from '#shared/model/plan.ts';
import { EMPTY_CARRY } from '#shared/model/schedule-day.ts';
import { describeAlternation, isTurnOf } from '#shared/planning/plan/alternation.ts';
import { everyDay, isPlanInForce, plansForDate } from '#shared/planning/plan/plan-matching.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { validatePlace } from '#shared/planning/validate/validate-place.ts';
import { addDays, datesBetween } from '#shared/time/zone.ts';
import {
  plannedBy,
  makeCatalog,
  makeChannel,
  makePlan,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

const MONDAY = '2026-01-05';
const weekly = (anchorDate: string, every = 2): Alternation => ({
  unit: 'week',
  every,
  anchorDate,
});

const rows = [makeRow(0, 1_440, 'series:alpha')];
const a = makePlan('a', rows, { alternation: weekly(MONDAY) });
const b = makePlan('b', [makeRow(0, 1_440, 'series:beta')], {
  alternation: weekly(addDays(MONDAY, 7)),
});

describe('a plan that alternates', () => {
  test('is in force every second week, before its anchor too, in any year', () => {
    const turns = [-14, -8, -7, -1, 0, 6, 7, 13, 14].map((days) =>
      isPlanInForce(a, addDays(MONDAY, days)),
    );
    expect(turns).toEqual([true, true, false, false, true, true, false, false, true]);
    expect(isPlanInForce(a, addDays(MONDAY, 14 * 100))).toBe(true);
  });

  test('is in force every third day', () => {
    const alternation: Alternation = { unit: 'day', every: 3, anchorDate: MONDAY };
    const plan = makePlan('third', rows, { alternation });
    const turns = datesBetween(MONDAY, addDays(MONDAY, 6)).map((date) => isPlanInForce(plan, date));
    expect(turns).toEqual([true, false, false, true, false, false, true]);
  });

  test('takes turns with others, so that each date has one, whatever the dates and unit', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<Alternation['unit']>('day', 'week'),
        fc.integer({ min: 2, max: 52 }),
        fc.integer({ min: -4_000, max: 4_000 }),
        (unit, every, offset) => {
          const date = addDays(MONDAY, offset);
          const days = unit === 'day' ? 1 : 7;
          const takers = Array.from({ length: every }, (_, turn) => addDays(MONDAY, turn * days))
            .map((anchorDate) => isTurnOf({ unit, every, anchorDate }, date))
            .filter((isTurn) => isTurn);
          expect(takers).toHaveLength(1);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('makes week A and week B of two plans of one priority, without a tie', () => {
    const dates = datesBetween(MONDAY, addDays(MONDAY, 27));
    const winners = dates.map((date) => plansForDate([b, a], date).map(({ id }) => id));
    expect(winners).toEqual(dates.map((_, index) => [Math.floor(index / 7) % 2 === 0 ? 'a' : 'b']));
    const { day, findings } = resolveDay({
      channel: makeChannel(),
      catalog: makeCatalog(),
      planned: plannedBy([a, b]),
      date: addDays(MONDAY, 8),
      carryIn: EMPTY_CARRY,
    });
    expect(day.planId).toBe('b');
    expect(findings.map(({ rule }) => rule)).not.toContain('plan-priority-tie');
    expect(validatePlace(a, [a, b], MONDAY)).toEqual([]);
  });

  test('is found tied, covered or never in force where its turns make it so', () => {
    const rules = (plan: typeof a, ...others: (typeof a)[]) =>
      validatePlace(plan, [plan, ...others], MONDAY).map(({ rule }) => rule);
    const third = makePlan('third', rows, { alternation: weekly(MONDAY, 3) });
    expect(rules(a, third)).toEqual(['plan-priority-tie']);
    const above = makePlan('above', rows, { alternation: weekly(MONDAY), priority: 5 });
    expect(rules(a, above)).toEqual(['plan-unreachable']);
    expect(rules(a, { ...above, alternation: weekly(addDays(MONDAY, 7)) })).toEqual([]);
    const one = { startDate: addDays(MONDAY, 7), endDate: addDays(MONDAY, 13) };
    expect(rules({ ...a, ...one })).toEqual(['plan-never-in-force']);
  });

  test('is in force on any date when it is asked for by hand', () => {
    expect(isPlanInForce(everyDay(a), addDays(MONDAY, 7))).toBe(true);
    expect(describeAlternation(weekly(MONDAY))).toBe('every 2 weeks from 2026-01-05');
  });
});
