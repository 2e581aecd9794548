import { describe, expect, test } from 'vitest';

import { DEFAULT_PLAN_FIELDS, PlanFields, YearlyRange } from '#shared/model/plan.ts';

describe('PlanFields', () => {
  test('accepts a name of 255 characters and refuses one of 256', () => {
    const named = (length: number) => ({ ...DEFAULT_PLAN_FIELDS, name: 'x'.repeat(length) });
    expect(PlanFields.safeParse(named(255)).success).toBe(true);
    const parsed = PlanFields.safeParse(named(256));
    expect(parsed.error?.issues.map((issue) => issue.path)).toEqual([['name']]);
  });

  test('refuses an empty name and a negative priority', () => {
    expect(PlanFields.safeParse({ ...DEFAULT_PLAN_FIELDS, name: ' ' }).success).toBe(false);
    const negative = { ...DEFAULT_PLAN_FIELDS, name: 'Weekdays', priority: -1 };
    expect(PlanFields.safeParse(negative).success).toBe(false);
  });

  test.for(['2025-13-45', '25-1-1'])('refuses the start date %j', (startDate) => {
    const fields = { ...DEFAULT_PLAN_FIELDS, name: 'Weekdays', startDate };
    expect(PlanFields.safeParse(fields).success).toBe(false);
  });
});

describe('YearlyRange', () => {
  test('accepts a range that wraps New Year and refuses a month 13', () => {
    expect(YearlyRange.safeParse({ from: '12-20', to: '01-06' }).success).toBe(true);
    expect(YearlyRange.safeParse({ from: '13-01', to: '01-06' }).success).toBe(false);
  });
});
