import type { DurationMs, EpochMs } from '#shared/time/units.ts';

import type { BrowserClock } from './browser-clock.ts';

/** How often listeners hear the time. Text that shows seconds is never more than this late. */
export const TICK_MS = 200;

/** The station's master clock as this page knows it. */
export interface StationClock {
  /** The station's time now, in whole milliseconds. */
  nowAt(): EpochMs;
  /** Whether the station has told its time at least once. */
  isSynced(): boolean;
  /** Takes the station's answer `stationAt` to a question asked at `askedMs` and answered at `answeredMs` (monotonic). */
  learn(stationAt: EpochMs, askedMs: number, answeredMs: number): void;
  /** Calls the listener at once and then a few times a second. */
  onTick(listener: (nowAt: EpochMs) => void): () => void;
  readonly monotonicMs: () => number;
}

/**
 * Follows the station's clock by an offset to the page's monotonic one, half of the round trip taken off. One timer
 * serves every listener and stops when there is none.
 */
export function createStationClock(clock: BrowserClock): StationClock {
  let offset: number | null = null;
  let bestRoundTrip: DurationMs = Number.POSITIVE_INFINITY;
  let stop: (() => void) | null = null;
  const listeners = new Set<(nowAt: EpochMs) => void>();

  function nowAt(): EpochMs {
    return offset === null ? clock.wallAt() : Math.round(clock.monotonicMs() + offset);
  }

  function tick(): void {
    const at = nowAt();
    for (const listener of listeners) listener(at);
  }

  return {
    nowAt,
    isSynced: () => offset !== null,
    learn(stationAt, askedMs, answeredMs) {
      const roundTrip = answeredMs - askedMs;
      const measured = stationAt - (askedMs + answeredMs) / 2;
      const isJump = offset === null || Math.abs(measured - offset) > roundTrip + 50;
      if (roundTrip > bestRoundTrip && !isJump) return;
      bestRoundTrip = roundTrip;
      offset = measured;
      tick();
    },
    onTick(listener) {
      listeners.add(listener);
      stop ??= clock.every(TICK_MS, tick);
      listener(nowAt());
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) {
          stop?.();
          stop = null;
        }
      };
    },
    monotonicMs: () => clock.monotonicMs(),
  };
}
