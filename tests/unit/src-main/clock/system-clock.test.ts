import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { until } from '#main/clock/master-clock.ts';
import { createSystemClock, type RawTime } from '#main/clock/system-clock.ts';
import { MS_PER_HOUR } from '#shared/time/units.ts';

const START_AT = Date.UTC(2026, 0, 1, 6);

/** Raw time under the test's hand: `pass` moves both clocks, `setWall` only the system's. */
function createFakeTime(): RawTime & {
  pass(ms: number): void;
  setWall(byMs: number): void;
} {
  let wallMs = START_AT;
  let monotonicMs = 1_000;
  return {
    wallMs: () => wallMs,
    monotonicMs: () => monotonicMs,
    pass(ms) {
      wallMs += ms;
      monotonicMs += ms;
    },
    setWall(byMs) {
      wallMs += byMs;
    },
  };
}

describe('createSystemClock', () => {
  test('tells UTC in whole milliseconds', () => {
    const raw = createFakeTime();
    const clock = createSystemClock(raw);
    raw.pass(1_234.5);
    expect(clock.nowAt()).toBe(START_AT + 1_234);
    expect(clock.monotonicMs()).toBe(2_234.5);
  });

  test('goes on forwards when the system clock is set back an hour', () => {
    const raw = createFakeTime();
    const clock = createSystemClock(raw);
    raw.pass(10_000);
    const beforeAt = clock.nowAt();
    raw.setWall(-MS_PER_HOUR);
    const answers = Array.from({ length: 100 }, () => {
      raw.pass(50);
      return clock.nowAt();
    });
    expect(answers[0]).toBe(beforeAt + 50);
    expect(answers.at(-1)).toBe(beforeAt + 5_000);
  });

  test('follows the system clock again once it has been set right', () => {
    const raw = createFakeTime();
    const clock = createSystemClock(raw);
    raw.setWall(-MS_PER_HOUR);
    raw.pass(1_000);
    clock.nowAt();
    raw.setWall(MS_PER_HOUR);
    raw.pass(1_000);
    expect(clock.nowAt()).toBe(raw.wallMs());
  });

  test('steps forward when the system clock is far ahead, as after sleep', () => {
    const raw = createFakeTime();
    const clock = createSystemClock(raw);
    raw.setWall(8 * MS_PER_HOUR);
    raw.pass(10);
    expect(clock.nowAt()).toBe(raw.wallMs());
  });

  test.for([-900, -20, 20, 900])(
    'slews away a difference of %i ms by half a percent at most',
    (ms) => {
      const raw = createFakeTime();
      const clock = createSystemClock(raw);
      raw.setWall(ms);
      let beforeAt = clock.nowAt();
      for (let second = 0; second < 200; second += 1) {
        raw.pass(1_000);
        const at = clock.nowAt();
        expect(Math.abs(at - beforeAt - 1_000)).toBeLessThanOrEqual(6);
        beforeAt = at;
      }
      expect(beforeAt).toBe(raw.wallMs());
    },
  );

  test('never decreases, whatever is done to the system clock', () => {
    const moves = fc.array(
      fc.record({
        passMs: fc.double({ min: 0, max: 5_000, noNaN: true }),
        wallMs: fc.integer({ min: -2 * MS_PER_HOUR, max: 2 * MS_PER_HOUR }),
      }),
      { maxLength: 50 },
    );
    fc.assert(
      fc.property(moves, (list) => {
        const raw = createFakeTime();
        const clock = createSystemClock(raw);
        let beforeAt = clock.nowAt();
        for (const move of list) {
          raw.setWall(move.wallMs);
          raw.pass(move.passMs);
          const at = clock.nowAt();
          expect(at).toBeGreaterThanOrEqual(beforeAt);
          beforeAt = at;
        }
      }),
    );
  });

  test('runs an alarm once the clock has reached it', async () => {
    const clock = createSystemClock();
    const at = clock.nowAt() + 20;
    await until(clock, at);
    expect(clock.nowAt()).toBeGreaterThanOrEqual(at);
  });

  test('runs an alarm at once when its time has passed', async () => {
    const clock = createSystemClock();
    await expect(until(clock, clock.nowAt() - 1_000)).resolves.toBeUndefined();
  });

  test('never runs an alarm that was cancelled', async () => {
    const clock = createSystemClock();
    const ran: string[] = [];
    const cancel = clock.callAt(clock.nowAt() + 5, () => ran.push('cancelled'));
    cancel();
    await until(clock, clock.nowAt() + 20);
    expect(ran).toEqual([]);
  });

  test('repeats until it is stopped', async () => {
    const clock = createSystemClock();
    let count = 0;
    await new Promise<void>((resolve) => {
      const stop = clock.every(1, () => {
        count += 1;
        if (count < 3) return;
        stop();
        resolve();
      });
    });
    await until(clock, clock.nowAt() + 10);
    expect(count).toBe(3);
  });
});
