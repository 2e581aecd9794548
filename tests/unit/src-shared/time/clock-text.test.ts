import { expect, test } from 'vitest';

import {
  clockOfMinutes,
  clockOfSeconds,
  formatClock,
  hoursOfMinutes,
  hoursOfSeconds,
} from '#shared/time/clock-text.ts';
import { localClockAt, localTimeAt } from '#shared/time/zone.ts';

test.each([
  [0, '00:00', '0:00'],
  [59, '00:59', '0:59'],
  [60, '01:00', '1:00'],
  [1_439, '23:59', '23:59'],
  [1_440, '24:00', '24:00'],
])('writes %i minutes', (minutes, clock, hours) => {
  expect([clockOfMinutes(minutes), hoursOfMinutes(minutes)]).toEqual([clock, hours]);
});

test.each([
  [0, '00:00:00', '0:00:00', '0:00'],
  [61, '00:01:01', '0:01:01', '1:01'],
  [3_599, '00:59:59', '0:59:59', '59:59'],
  [3_600, '01:00:00', '1:00:00', '1:00:00'],
  [360_000, '100:00:00', '100:00:00', '100:00:00'],
])('writes %i seconds', (seconds, clock, hours, short) => {
  expect([clockOfSeconds(seconds), hoursOfSeconds(seconds)]).toEqual([clock, hours]);
  expect(formatClock(seconds * 1_000)).toBe(short);
});

test('shows every second of a day as it is on the clock of a zone', () => {
  // 123 s are 2.05 minutes, which times 60 is less than 123 in floating point.
  const midnightAt = Date.UTC(2026, 0, 14, 5);
  const wrong = Array.from({ length: 86_400 }, (_, second) => second).filter(
    (second) =>
      localClockAt('America/New_York', midnightAt + second * 1_000 + 999) !==
      clockOfSeconds(second),
  );
  expect(wrong).toEqual([]);
  expect(localTimeAt('America/New_York', midnightAt + 86_399_999)).toBe('23:59');
});
