import type { DurationMs, EpochMs } from '#shared/time/units.ts';

/**
 * The present was moved: the system clock was set, or the machine slept. What lies in `[fromAt, toAt)` was never on the air when
 * `toAt` is later; when it is earlier, `[toAt, fromAt)` comes again.
 */
export interface ClockJump {
  /** What the clock would have said if it had gone on. */
  readonly fromAt: EpochMs;
  /** What it says from now on. */
  readonly toAt: EpochMs;
  /** When that was noticed, in the clock's monotonic time. */
  readonly atMonotonicMs: number;
}

/**
 * The station's only source of time. Between jumps `nowAt` never goes backwards; a jump, in either direction, is told to whoever
 * listens. Nothing else in the program reads a clock or sets a timer.
 */
export interface MasterClock {
  /** The present instant, UTC; never less than an earlier answer, but for a jump back. */
  nowAt(): EpochMs;
  /** Milliseconds, with fraction, since an arbitrary origin; for measuring, never stored. Knows no jumps. */
  monotonicMs(): number;
  /**
   * Runs `run` once when the clock reaches `at` (at once if it has passed), and no later than after the time that was left when it
   * was asked for: a clock that is set back holds nobody up. Returns what cancels it.
   */
  callAt(at: EpochMs, run: () => void): () => void;
  /** Runs `run` every `periodMs` of monotonic time, first after one period. Returns what stops it. */
  every(periodMs: DurationMs, run: () => void): () => void;
  /** Tells of every jump, soon after it was noticed and never from within a reading. Returns what ends it. */
  onJump(listener: (jump: ClockJump) => void): () => void;
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
