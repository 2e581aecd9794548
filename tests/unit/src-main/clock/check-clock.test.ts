import { describe, expect, test } from 'vitest';

import {
  checkClock,
  CLOCK_CHECKS,
  type ClockCheckName,
  writeInstant,
} from '#main/clock/check-clock.ts';
import type { MasterClock } from '#main/clock/master-clock.ts';
import { createManualClock } from '#tests/helpers/manual-clock.ts';

const OPTIONS = { precision: 'millisecond', iterations: 100 } as const;
const START_AT = Date.UTC(2026, 10, 1, 6, 30, 0, 123);

/** A clock whose readings follow from how often it was read. */
function clockOf(
  nowOf: (reading: number) => number,
  monotonicOf: (reading: number) => number,
): MasterClock {
  let readings = 0;
  const manual = createManualClock(START_AT);
  return {
    ...manual,
    nowAt: () => START_AT + nowOf((readings += 1)),
    monotonicMs: () => monotonicOf(readings),
  };
}

function failing(clock: () => MasterClock): ClockCheckName[] {
  return CLOCK_CHECKS.filter((name) => !checkClock(name, clock(), OPTIONS).isPassed);
}

describe('checkClock', () => {
  test('passes a clock that runs as it should, even where an hour happens twice', () => {
    expect(
      failing(() =>
        clockOf(
          (n) => Math.floor(n / 50),
          (n) => n / 50,
        ),
      ),
    ).toEqual([]);
  });

  test('tells a clock that goes backwards', () => {
    expect(
      failing(() =>
        clockOf(
          (n) => -n,
          (n) => n / 50,
        ),
      ),
    ).toEqual(['monotonic', 'logging', 'stability', 'consistency']);
  });

  test('tells a clock that runs away from monotonic time', () => {
    expect(
      failing(() =>
        clockOf(
          (n) => n * 2,
          () => 0,
        ),
      ),
    ).toEqual(['stability']);
  });

  test('tells a clock that stands still while monotonic time passes', () => {
    const names = failing(() =>
      clockOf(
        () => 0,
        (n) => n,
      ),
    );
    expect(names).toEqual(['stability', 'performance']);
  });

  test('tells a clock of broken milliseconds', () => {
    const fraction = clockOf(
      () => 0.5,
      () => 0,
    );
    expect(checkClock('base', fraction, OPTIONS).isPassed).toBe(false);
  });

  test('reads as often as it is asked to', () => {
    const clock = clockOf(
      () => 0,
      () => 0,
    );
    expect(checkClock('monotonic', clock, { ...OPTIONS, iterations: 7 }).measured['readings']).toBe(
      7,
    );
  });
});

describe('writeInstant', () => {
  test('writes UTC to the second or the millisecond', () => {
    expect(writeInstant(START_AT, 'second')).toBe('2026-11-01T06:30:00Z');
    expect(writeInstant(START_AT, 'millisecond')).toBe('2026-11-01T06:30:00.123Z');
  });
});
