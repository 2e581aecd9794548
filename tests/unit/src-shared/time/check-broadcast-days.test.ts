import { describe, expect, test } from 'vitest';

import type { ChannelTime } from '#shared/time/broadcast-day.ts';
import { checkBroadcastDays } from '#shared/time/check-broadcast-days.ts';
import { MS_PER_HOUR } from '#shared/time/units.ts';

const clock = (timezone: string, dayStart = '06:00', gridMinutes = 30): ChannelTime => ({
  timezone,
  dayStart,
  gridMinutes,
});

describe('checkBroadcastDays', () => {
  test('finds the two long and short days of a year and no fault', () => {
    const check = checkBroadcastDays(clock('America/New_York'), '2026-01-01', 365);
    expect(check.faults).toEqual([]);
    expect(check.clockChanges).toEqual([
      { date: '2026-03-07', lengthMs: 23 * MS_PER_HOUR },
      { date: '2026-10-31', lengthMs: 25 * MS_PER_HOUR },
    ]);
  });

  test('finds no fault where the change is half an hour, or falls on the day’s start', () => {
    const island = checkBroadcastDays(clock('Australia/Lord_Howe'), '2026-01-01', 400);
    expect(island.faults).toEqual([]);
    expect(island.clockChanges.map(({ lengthMs }) => lengthMs / MS_PER_HOUR)).toEqual([24.5, 23.5]);
    const atTheJump = checkBroadcastDays(clock('America/New_York', '02:30', 15), '2026-01-01', 365);
    expect(atTheJump.faults).toEqual([]);
  });

  test('tells a clock by which days do not fit', () => {
    const broken: ChannelTime = {
      ...clock('America/New_York'),
      // A clock that reads differently every time it is asked.
      get dayStart() {
        reads += 1;
        return reads % 3 === 0 ? '07:00' : '06:00';
      },
    };
    let reads = 0;
    expect(checkBroadcastDays(broken, '2026-01-01', 5).faults.length).toBeGreaterThan(0);
  });
});
