import { describe, expect, test } from 'vitest';

import { cronOfWeekdays, weekdaysOfCron } from '#renderer/plan/cron-days.ts';
import { slotMinutesFor } from '#renderer/plan/placement.ts';
import { countChanges, dayColumn, firstEffectiveDate, weekDates } from '#renderer/plan/week.ts';
import { Pin } from '#shared/model/pin.ts';
import { BlockRow, DEFAULT_PLAN_FIELDS, PlacedBlock, Plan } from '#shared/model/plan.ts';
import { DEFAULT_ZONE_FIELDS, Zone } from '#shared/model/zone.ts';

import { row } from './plan-fixture.ts';

function plan(id: string, changes: Partial<Plan>): Plan {
  return Plan.parse({
    ...DEFAULT_PLAN_FIELDS,
    id,
    name: id,
    channelId: 'channel',
    version: 1,
    createdAt: 0,
    updatedAt: 0,
    assignments: [],
    draft: null,
    ...changes,
  });
}

describe('weekDates', () => {
  test('gives Monday to Sunday around a date', () => {
    expect(weekDates('2026-01-01')).toEqual([
      '2025-12-29',
      '2025-12-30',
      '2025-12-31',
      '2026-01-01',
      '2026-01-02',
      '2026-01-03',
      '2026-01-04',
    ]);
  });
});

describe('dayColumn', () => {
  const base = plan('base', { assignments: [row('a', 0, 120)] });
  const saturday = '2026-01-03';

  test('says that a plan is not in force on a day that its cron leaves out', () => {
    const weekdays = plan('weekdays', { cron: '* * * * MON-FRI', priority: 5 });
    const column = dayColumn([base, weekdays], [], weekdays, [], saturday);
    expect(column.standing).toBe('not-in-force');
    expect(column.others.map(({ source }) => source)).toEqual(['from the plan “base”']);
  });

  test('says which plan covers it', () => {
    const marathon = plan('marathon', { priority: 9 });
    expect(dayColumn([base, marathon], [], base, base.assignments, saturday)).toMatchObject({
      standing: 'covered',
      coveredBy: 'marathon',
    });
  });

  test('knows the rows that a merging plan above leaves nothing of', () => {
    const above = plan('above', {
      priority: 9,
      layering: 'merge',
      assignments: [row('x', 60, 30)],
    });
    const rows = [row('a', 60, 30), row('b', 60, 90)];
    const column = dayColumn([base, above], [], base, rows, saturday);
    expect([...column.hiddenRows]).toEqual(['a']);
    expect(column.others.map(({ isAbove }) => isAbove)).toEqual([true]);
  });

  test('shows what the plan itself fills by zones and blocks, and what is pinned', () => {
    const series = { type: 'series', seriesId: 'late' } as const;
    const own = plan('own', {
      zones: [
        Zone.parse({
          ...DEFAULT_ZONE_FIELDS,
          id: 'early',
          name: 'Early',
          startOffsetMinutes: 0,
          endOffsetMinutes: 60,
          items: [series],
        }),
      ],
      blocks: [
        PlacedBlock.parse({
          id: 'placed',
          startOffsetMinutes: 120,
          dayFilters: null,
          block: {
            id: 'block',
            name: 'Shared',
            description: null,
            version: 1,
            createdAt: 0,
            updatedAt: 0,
            rows: [BlockRow.parse({ ...row('b', 0, 30), labelId: undefined, planId: undefined })],
          },
        }),
      ],
    });
    const pinned = Pin.parse({
      id: 'pin',
      channelId: 'channel',
      createdAt: 0,
      operatorIntent: null,
      days: { type: 'dates', dates: [saturday] },
      content: series,
      startOffsetMinutes: 240,
      durationMinutes: 60,
      episodePolicy: 'sequential',
    });
    const column = dayColumn([own], [pinned], own, [row('a', 60, 30)], saturday);
    expect(column.others.map(({ source, isAbove }) => [source, isAbove])).toEqual([
      ['from a zone of this plan', false],
      ['from a block of this plan', false],
      ['pinned for this date, above every plan', true],
    ]);
    expect([...column.hiddenRows]).toEqual([]);
  });

  test('shows lower plans only where the draft of a merging one has no row', () => {
    const merging = plan('merging', { priority: 9, layering: 'merge' });
    const column = dayColumn([base, merging], [], merging, [row('m', 60, 30)], saturday);
    expect(column.others.map((one) => [one.startOffsetMinutes, one.durationMinutes])).toEqual([
      [0, 60],
      [90, 30],
    ]);
  });
});

describe('countChanges', () => {
  test('counts rows added, removed and changed', () => {
    const published = [row('a', 0, 30), row('b', 30, 30), row('c', 60, 30)];
    const rows = [row('a', 0, 30), row('b', 120, 30), row('d', 300, 30)];
    expect(countChanges(published, rows)).toBe(3);
    expect(countChanges(published, published)).toBe(0);
  });
});

describe('firstEffectiveDate', () => {
  test('skips frozen days and days on which the plan is not in force', () => {
    const weekdays = plan('weekdays', { cron: '* * * * 1-5' });
    const frozen = new Set(['2026-01-01', '2026-01-02']);
    expect(firstEffectiveDate(weekdays, '2026-01-01', frozen)).toBe('2026-01-05');
    expect(firstEffectiveDate(plan('never', { endDate: '2025-01-01' }), '2026-01-01', frozen)).toBe(
      null,
    );
  });
});

describe('weekdaysOfCron', () => {
  test('reads back what the check boxes wrote', () => {
    for (const days of [[1], [7], [6, 7], [1, 2, 3, 4, 5]]) {
      expect(weekdaysOfCron(cronOfWeekdays(days))).toEqual(days);
    }
    expect(cronOfWeekdays([1, 2, 3, 4, 5, 6, 7])).toBeNull();
    expect(weekdaysOfCron(null)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  test('gives up on expressions that say more than weekdays', () => {
    expect(weekdaysOfCron('0 0 25 12 *')).toBeNull();
  });
});

describe('slotMinutesFor', () => {
  test('rounds content up to whole slots, at least one', () => {
    expect(slotMinutesFor(1_000, 30)).toBe(30);
    expect(slotMinutesFor(1_800_000, 30)).toBe(30);
    expect(slotMinutesFor(1_800_001, 30)).toBe(60);
  });
});
