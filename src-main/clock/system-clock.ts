import type { EpochMs } from '#shared/time/units.ts';

import type { MasterClock } from './master-clock.ts';

/**
 * An alarm looks at the clock at least this often: after the machine has slept, or the system clock was set forward, the
 * timer beneath it is late.
 */
const LONGEST_WAIT_MS = 5_000;
/** Differences below this are slewed; larger ones are followed at once, but only forward (docs/evidence.md §8). */
const SLEW_LIMIT_MS = 1_000;
const SLEW_RATE = 0.005;

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
 * The real clock: monotonic time plus an offset to UTC taken at the start. The offset follows the system clock slowly
 * for small differences, steps forward for large ones, and never makes `nowAt` go back.
 */
export function createSystemClock(raw: RawTime = SYSTEM_TIME): MasterClock {
  let anchorMonotonicMs = raw.monotonicMs();
  let anchorAt = raw.wallMs();
  let lastAt = anchorAt;

  function nowAt(): EpochMs {
    const monotonicMs = raw.monotonicMs();
    const elapsedMs = monotonicMs - anchorMonotonicMs;
    let at = anchorAt + elapsedMs;
    const behindMs = raw.wallMs() - at;
    if (behindMs > SLEW_LIMIT_MS) at += behindMs;
    else if (Math.abs(behindMs) <= SLEW_LIMIT_MS) {
      at += Math.sign(behindMs) * Math.min(Math.abs(behindMs), elapsedMs * SLEW_RATE);
    }
    at = Math.max(at, lastAt);
    anchorMonotonicMs = monotonicMs;
    anchorAt = at;
    lastAt = at;
    return Math.floor(at);
  }

  function callAt(at: EpochMs, run: () => void): () => void {
    let timer: NodeJS.Timeout;
    const arm = (): void => {
      const waitMs = Math.min(Math.max(at - nowAt(), 0), LONGEST_WAIT_MS);
      timer = setTimeout(() => {
        if (nowAt() >= at) run();
        else arm();
      }, waitMs);
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
  };
}
