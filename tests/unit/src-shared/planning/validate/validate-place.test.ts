import { describe, expect, test } from 'vitest';

import type { Plan } from '#shared/model/plan.ts';
import { validatePlace } from '#shared/planning/validate/validate-place.ts';
import { makePlan } from '#tests/helpers/planning-fixtures.ts';

const FROM = '2026-03-01';
const plan = (id: string, fields: Partial<Plan> = {}): Plan => makePlan(id, [], fields);
const found = (subject: Plan, others: readonly Plan[] = []): string[] =>
  validatePlace(subject, [subject, ...others], FROM).map(({ rule }) => rule);

describe('validatePlace', () => {
  test('finds nothing doubtful about a plan that wins on some date', () => {
    const top = plan('top', { priority: 5, cron: '* * * * MON-FRI' });
    expect(found(plan('base'), [top])).toEqual([]);
    expect(found(top, [plan('base')])).toEqual([]);
  });

  test('warns of a plan that a higher one replaces on every date, naming both and the remedy', () => {
    const base = plan('base', { cron: '* * * * SAT' });
    const tops = [
      plan('spring', { priority: 2, endDate: '2026-06-30' }),
      plan('rest', { priority: 3, startDate: '2026-07-01' }),
    ];
    const [finding] = validatePlace(base, [...tops, base], FROM);
    expect(finding).toMatchObject({
      severity: 'warning',
      rule: 'plan-unreachable',
      subjectId: 'base',
      message: expect.stringMatching(/Plan spring.*Plan rest/) as string,
      remedy: expect.stringContaining('priority above 0') as string,
    });
    expect(found(base, tops.slice(1))).toEqual([]);
  });

  test('reaches through a higher plan that merges or is archived', () => {
    expect(found(plan('base'), [plan('top', { priority: 1, layering: 'merge' })])).toEqual([]);
    expect(found(plan('base'), [plan('top', { priority: 1, isActive: false })])).toEqual([]);
  });

  test('warns of a plan that is in force on no date of the year', () => {
    expect(found(plan('past', { endDate: '2026-02-28' }))).toEqual(['plan-never-in-force']);
    expect(found(plan('today', { endDate: FROM }))).toEqual([]);
    expect(found(plan('old', { endDate: '2026-02-28', isActive: false }))).toEqual([]);
  });

  test('warns of an equal priority once, with the first date and the winner', () => {
    const broad = plan('broad');
    const week = plan('week', { startDate: '2026-03-10', endDate: '2026-03-16' });
    const [finding, ...rest] = validatePlace(broad, [week, broad], FROM);
    expect(rest).toEqual([]);
    expect(finding?.rule).toBe('plan-priority-tie');
    expect(finding?.message).toContain('first on 2026-03-10; “Plan week” wins');
    expect(found(broad, [plan('apart', { endDate: '2026-02-01' })])).toEqual([]);
  });

  test('warns of a time of day in the cron', () => {
    expect(found(plan('timed', { cron: '30 6 * * MON' }))).toEqual(['plan-cron-time']);
    expect(found(plan('seconds', { cron: '0 * * * * MON' }))).toEqual(['plan-cron-time']);
    expect(found(plan('days', { cron: '* * * * MON' }))).toEqual([]);
  });
});
