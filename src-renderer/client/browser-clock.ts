import type { DurationMs, EpochMs } from '#shared/time/units.ts';

/** The only place of the interface that reads time or sets timers. */
export interface BrowserClock {
  /** Milliseconds since an arbitrary start; never goes back. */
  monotonicMs(): number;
  /** What the computer believes the time to be. Only good until the station has said its own. */
  wallAt(): EpochMs;
  /** Calls once after `ms`; the returned function takes it back. */
  after(ms: DurationMs, run: () => void): () => void;
  /** Calls again and again until the returned function is called. */
  every(ms: DurationMs, run: () => void): () => void;
}

/** The clock of the page it runs in. */
export function createBrowserClock(): BrowserClock {
  return {
    monotonicMs: () => performance.now(),
    wallAt: () => Math.round(performance.timeOrigin + performance.now()),
    after: (ms, run) => {
      const handle = setTimeout(run, ms);
      return () => {
        clearTimeout(handle);
      };
    },
    every: (ms, run) => {
      const handle = setInterval(run, ms);
      return () => {
        clearInterval(handle);
      };
    },
  };
}
