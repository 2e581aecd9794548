import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { until, type ClockJump } from '#main/clock/master-clock.ts';
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

  test.for([
    ['sleeps for three hours', 3 * MS_PER_HOUR],
    ['is set forward by a day', 24 * MS_PER_HOUR],
    ['is set forward by two seconds', 2_000],
    ['is set back by eleven seconds', -11_000],
    ['is set back by an hour', -MS_PER_HOUR],
    ['is set back by a day', -24 * MS_PER_HOUR],
  ] as const)('follows at once and tells of it when the system clock %s', async ([, byMs]) => {
    const raw = createFakeTime();
    const clock = createSystemClock(raw);
    const jumps: ClockJump[] = [];
    const stop = clock.onJump((jump) => jumps.push(jump));
    raw.pass(10_000);
    const beforeAt = clock.nowAt();
    raw.setWall(byMs);
    raw.pass(40);
    expect(clock.nowAt()).toBe(raw.wallMs());
    expect(jumps).toEqual([]);
    await Promise.resolve();
    const fromAt = beforeAt + 40;
    expect(jumps).toEqual([{ fromAt, toAt: fromAt + byMs, atMonotonicMs: raw.monotonicMs() }]);
    raw.pass(1_000);
    expect(clock.nowAt()).toBe(raw.wallMs());
    stop();
    raw.setWall(MS_PER_HOUR);
    clock.nowAt();
    await Promise.resolve();
    expect(jumps).toHaveLength(1);
  });

  test('is right again after each of several jumps', async () => {
    const raw = createFakeTime();
    const clock = createSystemClock(raw);
    const jumps: ClockJump[] = [];
    const stop = clock.onJump((jump) => jumps.push(jump));
    for (const byMs of [24 * MS_PER_HOUR, -24 * MS_PER_HOUR, 3 * MS_PER_HOUR, -MS_PER_HOUR]) {
      raw.setWall(byMs);
      raw.pass(25_000);
      expect(clock.nowAt()).toBe(raw.wallMs());
    }
    await Promise.resolve();
    stop();
    expect(jumps.map(({ fromAt, toAt }) => toAt - fromAt)).toEqual(
      [24, -24, 3, -1].map((hours) => hours * MS_PER_HOUR),
    );
  });

  test('does not take a pause of the program between two readings for a jump', () => {
    const raw = createFakeTime();
    let pauseMs = 0;
    const clock = createSystemClock({
      monotonicMs: raw.monotonicMs,
      wallMs() {
        raw.pass(pauseMs);
        pauseMs = 0;
        return raw.wallMs();
      },
    });
    const jumps: ClockJump[] = [];
    const stop = clock.onJump((jump) => jumps.push(jump));
    pauseMs = 30_000;
    expect(clock.nowAt()).toBe(START_AT + 30_000);
    stop();
    expect(jumps).toEqual([]);
  });

  test('notices a jump though nobody reads it', async () => {
    const raw = createFakeTime();
    const clock = createSystemClock(raw);
    const jump = new Promise<ClockJump>((resolve) => {
      const stop = clock.onJump((told) => {
        stop();
        resolve(told);
      });
    });
    raw.setWall(3 * MS_PER_HOUR);
    const keptAlive = setTimeout(() => undefined, 10_000);
    expect(await jump).toMatchObject({ fromAt: START_AT, toAt: START_AT + 3 * MS_PER_HOUR });
    clearTimeout(keptAlive);
  });

  test('goes slower, never back, while the system clock is up to ten seconds behind', () => {
    const raw = createFakeTime();
    const clock = createSystemClock(raw);
    raw.setWall(-9_900);
    let beforeAt = clock.nowAt();
    for (let second = 0; second < 1_990; second += 1) {
      raw.pass(1_000);
      const at = clock.nowAt();
      expect(at - beforeAt).toBeGreaterThanOrEqual(994);
      beforeAt = at;
    }
    expect(beforeAt).toBe(raw.wallMs());
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

  test('never decreases between jumps, whatever is done to the system clock', async () => {
    const moves = fc.array(
      fc.record({
        passMs: fc.double({ min: 0, max: 5_000, noNaN: true }),
        wallMs: fc.oneof(
          fc.integer({ min: -12_000, max: 2_000 }),
          fc.integer({ min: -2 * MS_PER_HOUR, max: 2 * MS_PER_HOUR }),
        ),
      }),
      { maxLength: 50 },
    );
    await fc.assert(
      fc.asyncProperty(moves, async (list) => {
        const raw = createFakeTime();
        const clock = createSystemClock(raw);
        const jumps: ClockJump[] = [];
        const stop = clock.onJump((jump) => jumps.push(jump));
        let beforeAt = clock.nowAt();
        for (const move of list) {
          jumps.length = 0;
          raw.setWall(move.wallMs);
          raw.pass(move.passMs);
          const at = clock.nowAt();
          await Promise.resolve();
          if (jumps.length === 0) expect(at).toBeGreaterThanOrEqual(beforeAt);
          else expect(at).toBe(Math.floor(raw.wallMs()));
          expect(Math.abs(at - raw.wallMs())).toBeLessThanOrEqual(10_001);
          beforeAt = at;
        }
        stop();
      }),
    );
  });

  test('holds no alarm up when the system clock is set back', async () => {
    const raw = createFakeTime();
    const clock = createSystemClock({
      wallMs: raw.wallMs,
      monotonicMs: () => raw.monotonicMs() + performance.now(),
    });
    const alarm = until(clock, clock.nowAt() + 30);
    raw.setWall(-MS_PER_HOUR);
    await alarm;
    expect(clock.nowAt()).toBeLessThan(START_AT - MS_PER_HOUR + 30_000);
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
