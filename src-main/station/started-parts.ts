import type { MasterClock } from '#main/clock/master-clock.ts';
import type { StationLog } from '#main/logging/station-log.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { closeInOrder } from './close-in-order.ts';

/** What a start has begun so far, and how each of it is ended. */
export interface StartedParts {
  /**
   * Goes one step further. Throws `cancelled` instead when the start is no longer wanted; otherwise answers and throws as
   * the step does.
   */
  step<T>(run: () => T | Promise<T>): Promise<T>;
  /** From now on `stop` has to end the part. Said before a part that may fail halfway begins. */
  owe(part: string, end: () => Promise<void>): void;
  /** Ends every part, the latest first; answers whether all ended. Never rejects. */
  stop(): Promise<boolean>;
}

/** `signal` is raised by who no longer wants the start. */
export function createStartedParts(
  clock: MasterClock,
  log: StationLog,
  signal: AbortSignal | null,
): StartedParts {
  const owed: (readonly [string, () => Promise<void>])[] = [];
  return {
    async step(run) {
      if (signal?.aborted) {
        throw new AppError('cancelled', 'The station was stopped before it was open.');
      }
      return run();
    },
    owe(part, end) {
      owed.push([part, end]);
    },
    stop: () => closeInOrder(clock, log, owed.toReversed()),
  };
}
