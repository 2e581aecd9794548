import type { MasterClock } from '#main/clock/master-clock.ts';
import { MS_PER_SECOND, type DurationMs } from '#shared/time/units.ts';

import type { Rate } from './limits.ts';

/** Addresses that are remembered at most; what has its whole burst again needs no remembering. */
const REMEMBERED = 4_096;

/** Meters requests by address. */
export interface RequestRate {
  /** Takes one; 0 when it was there, else how long to wait until it is. */
  take(address: string): DurationMs;
}

/**
 * A token bucket for each address, kept as the one moment, in monotonic time, at which the bucket is full again: a clock
 * that is set back refuses nobody. With more addresses than are remembered, those that asked least come free first.
 */
export function createRequestRate(clock: MasterClock, { burst, perSecond }: Rate): RequestRate {
  const costMs = MS_PER_SECOND / perSecond;
  const fullAt = new Map<string, number>();

  function makeRoom(now: number): void {
    for (const [address, at] of fullAt) if (at <= now) fullAt.delete(address);
    if (fullAt.size < REMEMBERED) return;
    const [oldest] = fullAt.keys();
    if (oldest !== undefined) fullAt.delete(oldest);
  }

  return {
    take(address) {
      const now = clock.monotonicMs();
      const known = fullAt.get(address);
      const next = Math.max(known ?? now, now) + costMs;
      const waitMs = next - now - burst * costMs;
      if (waitMs > 0) return Math.ceil(waitMs);
      if (known === undefined && fullAt.size >= REMEMBERED) makeRoom(now);
      fullAt.set(address, next);
      return 0;
    },
  };
}
