import { describe, expect, test } from 'vitest';

import {
  IsoDateSchema,
  LocalTimeSchema,
  minutesOfScheduleTime,
  ScheduleTimeSchema,
  scheduleTimeOf,
} from '#shared/model/scalars.ts';

describe('ScheduleTimeSchema', () => {
  test.for(['00:00', '06:30', '23:59', '24:00'])('accepts %s', (text) => {
    expect(ScheduleTimeSchema.safeParse(text).success).toBe(true);
  });

  test.for(['24:30', '24:01', '25:00', '6:00', '06:60', '', '06:00:00'])('refuses %j', (text) => {
    expect(ScheduleTimeSchema.safeParse(text).success).toBe(false);
  });
});

describe('scheduleTimeOf', () => {
  test('is undone by minutesOfScheduleTime for every minute of the day', () => {
    for (let minutes = 0; minutes <= 1440; minutes += 1) {
      expect(minutesOfScheduleTime(scheduleTimeOf(minutes))).toBe(minutes);
    }
  });
});

describe('LocalTimeSchema', () => {
  test('ends before 24:00', () => {
    expect(LocalTimeSchema.safeParse('23:59').success).toBe(true);
    expect(LocalTimeSchema.safeParse('24:00').success).toBe(false);
  });
});

describe('IsoDateSchema', () => {
  test('refuses dates that do not exist or are not written YYYY-MM-DD', () => {
    expect(IsoDateSchema.safeParse('2026-02-28').success).toBe(true);
    expect(IsoDateSchema.safeParse('2025-13-45').success).toBe(false);
    expect(IsoDateSchema.safeParse('25-1-1').success).toBe(false);
    expect(IsoDateSchema.safeParse('2026-02-29').success).toBe(false);
  });
});
