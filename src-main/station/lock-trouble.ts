import type { MasterClock } from '#main/clock/master-clock.ts';
import type { StationLog } from '#main/logging/station-log.ts';
import { isLocked } from '#main/store/lock-watch.ts';
import type { Store } from '#main/store/store.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { DurationMs, EpochMs } from '#shared/time/units.ts';

/** How often it is looked whether a locked file has been given back. */
const LOOK_MS: DurationMs = 5_000;

/** A log that tells of a file that another program has locked once for each lock, and once more when it is over. */
export interface LockTrouble {
  readonly log: StationLog;
  stop(): void;
}

/**
 * Stands between the parts of a station and its log. Whatever a part could not do because the file is locked is one line for all
 * of them, without a stack: nothing is wrong with the part, and it tries again. Every other line goes through as it is.
 */
export function createLockTrouble(
  store: Pick<Store, 'lockedSinceAt'>,
  clock: MasterClock,
  log: StationLog,
): LockTrouble {
  /** The lock that has been told of, with what it has kept from being done so far. */
  let told: { readonly sinceAt: EpochMs; refusals: number } | null = null;
  let stopLooking: () => void = () => undefined;

  function look(): void {
    if (!told || store.lockedSinceAt() === told.sinceAt) return;
    log.info({ refusals: told.refusals }, 'the file is no longer locked; the station goes on');
    told = null;
    stopLooking();
  }

  /** Whether the line was one of a lock, and is told of. */
  function isTold(fields: object, what: string): boolean {
    const error: unknown = 'err' in fields ? fields.err : null;
    const sinceAt = store.lockedSinceAt();
    if (!(error instanceof AppError) || error.code !== 'unavailable') return false;
    if (sinceAt === null && !isLocked(error)) return false;
    look();
    if (told) {
      told.refusals += 1;
    } else if (sinceAt === null) {
      log.warn({}, `${what}: another program had locked the file`);
    } else {
      told = { sinceAt, refusals: 1 };
      log.warn({ what }, 'another program has locked the file; what must be written waits');
      stopLooking = clock.every(LOOK_MS, look);
    }
    return true;
  }

  return {
    log: {
      info(fields, message) {
        log.info(fields, message);
      },
      warn(fields, message) {
        if (!isTold(fields, message)) log.warn(fields, message);
      },
      error(fields, message) {
        if (!isTold(fields, message)) log.error(fields, message);
      },
      hide(secret) {
        log.hide(secret);
      },
    },
    stop: () => {
      stopLooking();
    },
  };
}
