import type { EpochMs } from '#shared/time/units.ts';

import type { ClockJump, MasterClock } from './master-clock.ts';

/**
 * An alarm looks at the clock at least this often: after the machine has slept, or the system clock was set forward, the
 * timer beneath it is late.
 */
const LONGEST_WAIT_MS = 5_000;
/** With somebody listening, a jump is noticed within this time, whoever reads the clock. */
const WATCH_PERIOD_MS = 1_000;
/** A difference ahead of more than this is a jump; a smaller one is slewed away. */
const JUMP_AHEAD_MS = 1_000;
/** So far back the clock goes slower instead of jumping: what has just been published stays in the past. */
const JUMP_BACK_MS = 10_000;
const SLEW_RATE = 0.005;
/** Two readings this near to each other were made together: the process was not held up between them. */
const TOGETHER_MS = 50;
const MOST_READINGS = 5;

/** Where raw time comes from; replaced in tests of the clock itself. */
export interface RawTime {
  wallMs(): number;
  monotonicMs(): number;
}

const SYSTEM_TIME: RawTime = {
  wallMs: () => Date.now(),
  monotonicMs: () => performance.now(),
};

/**
 * The real clock: monotonic time plus an offset to UTC taken at the start. The offset follows the system clock slowly (half a
 * percent) for small differences, up to a second ahead and ten seconds back. For larger ones, as after sleep or when the system
 * clock was set, it is taken anew at once, in both directions, and that is told as a jump.
 */
export function createSystemClock(raw: RawTime = SYSTEM_TIME): MasterClock {
  let anchorMonotonicMs = raw.monotonicMs();
  let anchorAt = raw.wallMs();
  const listeners = new Set<(jump: ClockJump) => void>();
  let watch: NodeJS.Timeout | null = null;

  function nowAt(): EpochMs {
    const { wallMs, monotonicMs } = readTogether(raw);
    const elapsedMs = monotonicMs - anchorMonotonicMs;
    const runningAt = anchorAt + elapsedMs;
    const behindMs = wallMs - runningAt;
    anchorMonotonicMs = monotonicMs;
    if (behindMs > JUMP_AHEAD_MS || behindMs < -JUMP_BACK_MS) {
      anchorAt = wallMs;
      tell({
        fromAt: Math.floor(runningAt),
        toAt: Math.floor(wallMs),
        atMonotonicMs: monotonicMs,
      });
    } else {
      anchorAt =
        runningAt + Math.sign(behindMs) * Math.min(Math.abs(behindMs), elapsedMs * SLEW_RATE);
    }
    return Math.floor(anchorAt);
  }

  function tell(jump: ClockJump): void {
    queueMicrotask(() => {
      for (const listener of [...listeners]) listener(jump);
    });
  }

  function callAt(at: EpochMs, run: () => void): () => void {
    let timer: NodeJS.Timeout;
    const latestMs = raw.monotonicMs() + (at - nowAt());
    const arm = (): void => {
      const leftMs = Math.min(at - nowAt(), latestMs - raw.monotonicMs());
      timer = setTimeout(
        () => {
          if (nowAt() >= at || raw.monotonicMs() >= latestMs) run();
          else arm();
        },
        Math.min(Math.max(leftMs, 0), LONGEST_WAIT_MS),
      );
    };
    arm();
    return () => {
      clearTimeout(timer);
    };
  }

  return {
    nowAt,
    monotonicMs: () => raw.monotonicMs(),
    callAt,
    every(periodMs, run) {
      const timer = setInterval(run, periodMs);
      return () => {
        clearInterval(timer);
      };
    },
    onJump(listener) {
      listeners.add(listener);
      watch ??= setInterval(nowAt, WATCH_PERIOD_MS).unref();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0 || watch === null) return;
        clearInterval(watch);
        watch = null;
      };
    },
  };
}

/** Both times at once: a process that is held up between two readings would take the pause for a jump. */
function readTogether(raw: RawTime): { wallMs: number; monotonicMs: number } {
  let monotonicMs = raw.monotonicMs();
  let wallMs = raw.wallMs();
  for (let reading = 1; reading < MOST_READINGS; reading += 1) {
    const afterMs = raw.monotonicMs();
    if (afterMs - monotonicMs <= TOGETHER_MS) break;
    monotonicMs = afterMs;
    wallMs = raw.wallMs();
  }
  return { wallMs, monotonicMs };
}
