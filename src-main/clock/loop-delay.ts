import { monitorEventLoopDelay } from 'node:perf_hooks';

const NS_PER_MS = 1e6;
/** A sample every so often; the delay is what a sample comes later than that. */
const RESOLUTION_MS = 5;

/** Measures how late this thread comes to its work. */
export interface LoopDelayMeter {
  /** Milliseconds late, at the share (0 to 1) of all samples since the last reset; 1 is the worst. */
  at(share: number): number;
  reset(): void;
  stop(): void;
}

/** Begins to measure the delay of this thread's event loop. */
export function measureLoopDelay(): LoopDelayMeter {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  return {
    at(share) {
      const ns = share >= 1 ? histogram.max : histogram.percentile(share * 100);
      return histogram.count === 0 ? 0 : Math.max(0, ns / NS_PER_MS - RESOLUTION_MS);
    },
    reset() {
      histogram.reset();
    },
    stop() {
      histogram.disable();
    },
  };
}
