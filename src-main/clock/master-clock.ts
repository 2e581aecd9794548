import type { DurationMs, EpochMs } from '#shared/time/units.ts';

/**
 * The station's only source of time (MC-001 … MC-007). `nowAt` never goes backwards; a system clock that
 * is set back is ridden over on the monotonic clock. Nothing else in the program reads a clock or sets a timer.
 */
export interface MasterClock {
  /** The present instant, UTC, never less than an earlier answer. */
  nowAt(): EpochMs;
  /** Milliseconds, with fraction, since an arbitrary origin; for measuring, never stored. */
  monotonicMs(): number;
  /** Runs `run` once when the clock reaches `at` (at once if it has passed). Returns what cancels it. */
  callAt(at: EpochMs, run: () => void): () => void;
  /** Runs `run` every `periodMs`, first after one period. Returns what stops it. */
  every(periodMs: DurationMs, run: () => void): () => void;
}

/** Resolves when the clock reaches `at`, or at once when the signal is raised. */
export function until(clock: MasterClock, at: EpochMs, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve();
      return;
    }
    const cancel = clock.callAt(at, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    const onAbort = (): void => {
      cancel();
      resolve();
    };
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
