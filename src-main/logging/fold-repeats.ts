import type { MasterClock } from '#main/clock/master-clock.ts';
import type { DurationMs } from '#shared/time/units.ts';

const PERIOD_MS: DurationMs = 60_000;
/** So many alike are let through in a period: enough to see what differs between them. */
const LET_THROUGH = 3;

/** Holds back what is said again and again. */
export interface RepeatFolder {
  /**
   * Whether the line of this likeness is to be written now; otherwise it is counted. `tell` is called at the end of the minute
   * that begins with the first one, with how many were held back, if any.
   */
  admits(likeness: string, tell: (heldBack: number) => void): boolean;
  /** Tells what has been held back so far and forgets it. */
  close(): void;
}

interface Period {
  count: number;
  readonly end: () => void;
  readonly cancel: () => void;
}

/** Lets the first three lines of a likeness through in each minute. */
export function createRepeatFolder(clock: MasterClock): RepeatFolder {
  const periods = new Map<string, Period>();

  function begin(likeness: string, tell: (heldBack: number) => void): Period {
    const end = (): void => {
      periods.delete(likeness);
      if (period.count > LET_THROUGH) tell(period.count - LET_THROUGH);
    };
    const cancel = clock.callAt(clock.nowAt() + PERIOD_MS, end);
    const period: Period = { count: 0, end, cancel };
    periods.set(likeness, period);
    return period;
  }

  return {
    admits(likeness, tell) {
      const period = periods.get(likeness) ?? begin(likeness, tell);
      period.count += 1;
      return period.count <= LET_THROUGH;
    },
    close() {
      for (const { cancel, end } of [...periods.values()]) {
        cancel();
        end();
      }
    },
  };
}
