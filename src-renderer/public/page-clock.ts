import type { DurationMs, EpochMs } from '#shared/time/units.ts';

/** The station's time as the page knows it: what the station said last, carried on by the page's own clock. */
export interface PageClock {
  nowAt(): EpochMs;
  /** Takes the station's word for the present instant. */
  learn(nowAt: EpochMs): void;
  /** Runs at once and then every `periodMs`, until the returned function is called. */
  every(periodMs: DurationMs, run: () => void): () => void;
  /** Runs once after `waitMs`, unless the returned function is called before. */
  after(waitMs: DurationMs, run: () => void): () => void;
}

export function createPageClock(): PageClock {
  let offsetMs = performance.timeOrigin;
  return {
    nowAt: () => Math.round(offsetMs + performance.now()),
    learn(nowAt) {
      offsetMs = nowAt - performance.now();
    },
    every(periodMs, run) {
      run();
      const timer = setInterval(run, periodMs);
      return () => {
        clearInterval(timer);
      };
    },
    after(waitMs, run) {
      const timer = setTimeout(run, waitMs);
      return () => {
        clearTimeout(timer);
      };
    },
  };
}
