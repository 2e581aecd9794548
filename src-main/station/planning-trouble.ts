import type { MasterClock } from '#main/clock/master-clock.ts';
import type { StationLog } from '#main/logging/station-log.ts';
import type { Store } from '#main/store/store.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import type { DurationMs, EpochMs } from '#shared/time/units.ts';

/** How often it is looked whether a locked file has been given back. */
const LOOK_MS: DurationMs = 5_000;

/** Writes down what planning cannot do: each fault as it comes, but a locked file once, and once more when it is over. */
export interface PlanningTrouble {
  note(channelId: ChannelId, what: string, error: unknown): void;
  stop(): void;
}

export function createPlanningTrouble(
  store: Pick<Store, 'lockedSinceAt'>,
  clock: MasterClock,
  log: StationLog,
): PlanningTrouble {
  /** The lock that has been told of, with the faults that it has caused so far. */
  let told: { readonly sinceAt: EpochMs; count: number } | null = null;
  let stopLooking: () => void = () => undefined;

  function look(): void {
    if (!told || store.lockedSinceAt() === told.sinceAt) return;
    log.info({ refusals: told.count }, 'planning goes on: the file is no longer locked');
    told = null;
    stopLooking();
  }

  return {
    note(channelId, what, error) {
      look();
      const sinceAt = store.lockedSinceAt();
      const isLock = sinceAt !== null && error instanceof AppError && error.code === 'unavailable';
      if (!isLock) {
        log.error({ err: error, channelId }, what);
        return;
      }
      if (told) {
        told.count += 1;
        return;
      }
      log.error({ err: error, channelId }, 'planning waits: another program has locked the file');
      told = { sinceAt, count: 1 };
      stopLooking = clock.every(LOOK_MS, look);
    },
    stop: () => {
      stopLooking();
    },
  };
}
