import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { AppError } from '#shared/errors/app-error.ts';
import {
  checkPlanDates,
  cronMatchesDate,
  isInYearlyRange,
  matchPlans,
  plansForDate,
} from '#shared/planning/plan/plan-matching.ts';
import { addDays } from '#shared/time/zone.ts';
import { makePlan } from '#tests/helpers/planning-fixtures.ts';

const names = (plans: readonly { readonly id: string }[]): string[] => plans.map(({ id }) => id);

describe('cronMatchesDate', () => {
  test('matches Monday to Friday only', () => {
    const matched = Array.from({ length: 7 }, (_, day) =>
      cronMatchesDate('0 6 * * MON-FRI', addDays('2026-03-02', day)),
    );
    expect(matched).toEqual([true, true, true, true, true, false, false]);
  });

  test('ignores hour and minute', () => {
    for (const time of ['0 6', '59 23', '* *', '15,30 1-4']) {
      expect(cronMatchesDate(`${time} * * SAT`, '2026-03-07')).toBe(true);
      expect(cronMatchesDate(`${time} * * SAT`, '2026-03-08')).toBe(false);
    }
  });

  test('reads day of month and month', () => {
    expect(cronMatchesDate('0 0 25 12 *', '2026-12-25')).toBe(true);
    expect(cronMatchesDate('0 0 25 12 *', '2026-11-25')).toBe(false);
    expect(cronMatchesDate('0 0 L * *', '2028-02-29')).toBe(true);
    expect(cronMatchesDate('0 0 L * *', '2028-02-28')).toBe(false);
  });

  test('reads Sunday as 0 and as 7', () => {
    expect(cronMatchesDate('* * * * 0', '2026-03-08')).toBe(true);
    expect(cronMatchesDate('* * * * 7', '2026-03-08')).toBe(true);
  });

  test('refuses bad syntax and names the field', () => {
    for (const cron of ['every day', '61 6 * * *', '* * 32 * *', '* * * * XYZ']) {
      let refusal: unknown;
      try {
        cronMatchesDate(cron, '2026-03-08');
      } catch (error) {
        refusal = error;
      }
      expect(refusal).toBeInstanceOf(AppError);
      expect(refusal).toMatchObject({ code: 'invalid-input', details: { field: 'cron' } });
    }
  });
});

describe('isInYearlyRange', () => {
  test('wraps New Year in every year', () => {
    const range = { from: '12-20', to: '01-05' };
    for (const year of [2024, 2025, 2026, 2027, 2031]) {
      expect(isInYearlyRange(range, `${String(year)}-12-19`)).toBe(false);
      expect(isInYearlyRange(range, `${String(year)}-12-20`)).toBe(true);
      expect(isInYearlyRange(range, `${String(year)}-12-31`)).toBe(true);
      expect(isInYearlyRange(range, `${String(year)}-01-01`)).toBe(true);
      expect(isInYearlyRange(range, `${String(year)}-01-05`)).toBe(true);
      expect(isInYearlyRange(range, `${String(year)}-01-06`)).toBe(false);
    }
  });
});

describe('checkPlanDates', () => {
  test('refuses a first date after the last', () => {
    const fields = {
      cron: null,
      yearlyRange: null,
      startDate: '2026-03-02',
      endDate: '2026-03-01',
    };
    expect(() => {
      checkPlanDates(fields);
    }).toThrow(expect.objectContaining({ code: 'invalid-input' }));
    expect(() => {
      checkPlanDates({ ...fields, endDate: '2026-03-02' });
    }).not.toThrow();
  });

  test.each([
    ['02-30..02-30', false],
    ['02-29..02-29', true],
    ['12-20..04-31', false],
    ['06-31..07-01', false],
    ['12-31..01-01', true],
  ])('takes %s as days of every year: %s', (text, isTaken) => {
    const [from = '', to = ''] = text.split('..');
    const fields = { cron: null, startDate: null, endDate: null, yearlyRange: { from, to } };
    const check = (): void => {
      checkPlanDates(fields);
    };
    if (isTaken) expect(check).not.toThrow();
    else {
      expect(check).toThrow(
        expect.objectContaining({
          code: 'invalid-input',
          details: expect.objectContaining({ field: 'yearlyRange' }) as unknown,
        }),
      );
    }
  });
});

describe('plansForDate', () => {
  test('takes a plan on both boundary dates and not outside', () => {
    const plan = makePlan('summer', [], { startDate: '2026-06-01', endDate: '2026-08-31' });
    const dates = ['2026-05-31', '2026-06-01', '2026-08-31', '2026-09-01'];
    expect(dates.map((date) => plansForDate([plan], date).length)).toEqual([0, 1, 1, 0]);
  });

  test('takes a single-date plan once and a repeating plan on every match', () => {
    const once = makePlan('once', [], { startDate: '2026-06-10', endDate: '2026-06-10' });
    const weekly = makePlan('weekly', [], { cron: '* * * * WED' });
    const counts = { once: 0, weekly: 0 };
    for (let day = 0; day < 28; day += 1) {
      for (const { id } of plansForDate([once, weekly], addDays('2026-06-01', day))) {
        counts[id as 'once' | 'weekly'] += 1;
      }
    }
    expect(counts).toEqual({ once: 1, weekly: 4 });
  });

  test('puts the Christmas plan before the weekday plan on 25 December', () => {
    const weekday = makePlan('weekday', [], { cron: '0 6 * * MON-FRI', priority: 10 });
    const christmas = makePlan('christmas', [], { cron: '0 0 25 12 *', priority: 50 });
    expect(names(plansForDate([weekday, christmas], '2026-12-25'))).toEqual([
      'christmas',
      'weekday',
    ]);
    const archived = { ...christmas, isActive: false };
    expect(names(plansForDate([weekday, archived], '2026-12-25'))).toEqual(['weekday']);
  });

  test('never takes an inactive plan', () => {
    expect(plansForDate([makePlan('off', [], { isActive: false })], '2026-12-25')).toEqual([]);
  });

  test('breaks ties by narrower range, then newest, then id, with a warning', () => {
    const wide = makePlan('wide', [], { createdAt: 9 });
    const yearly = makePlan('yearly', [], { yearlyRange: { from: '01-01', to: '12-31' } });
    const narrow = makePlan('narrow', [], { startDate: '2026-03-01', endDate: '2026-03-31' });
    const old = makePlan('old', [], { createdAt: 1 });
    const twin = makePlan('aged', [], { createdAt: 1 });
    const match = matchPlans([old, twin, wide, yearly, narrow], '2026-03-08');
    expect(names(match.plans)).toEqual(['narrow', 'yearly', 'wide', 'aged', 'old']);
    expect(match.findings.map(({ rule, severity }) => [rule, severity])).toEqual(
      Array.from({ length: 4 }, () => ['plan-priority-tie', 'warning']),
    );
  });

  test('does not depend on the order in which the plans come', () => {
    const plans = ['a', 'b', 'c', 'd', 'e'].map((id, index) =>
      makePlan(id, [], { priority: index % 2, createdAt: index % 3 }),
    );
    const expected = names(plansForDate(plans, '2026-03-08'));
    fc.assert(
      fc.property(fc.shuffledSubarray(plans, { minLength: 5 }), (shuffled) => {
        expect(names(plansForDate(shuffled, '2026-03-08'))).toEqual(expected);
      }),
    );
  });
});
