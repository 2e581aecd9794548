import type { MasterClock } from '#main/clock/master-clock.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { EpochMs } from '#shared/time/units.ts';

import { isDamage } from './sqlite-errors.ts';

/** Knows what keeps this program from reading and writing the station's file: another program, the disk, damage. */
export interface LockWatch {
  /** Since when nothing could be written, `null` while it can. */
  readonly lockedSinceAt: EpochMs | null;
  refused(): void;
  wrote(): void;
  /** Why the file could not be read or written last, `null` once it could again; damage stays. */
  readonly failure: AppError | null;
  failed(error: unknown): void;
}

export function createLockWatch(clock: MasterClock): LockWatch {
  let lockedSinceAt: EpochMs | null = null;
  let failure: AppError | null = null;
  return {
    get lockedSinceAt() {
      return lockedSinceAt;
    },
    refused() {
      lockedSinceAt ??= clock.nowAt();
    },
    wrote() {
      lockedSinceAt = null;
      if (!isDamage(failure)) failure = null;
    },
    get failure() {
      return failure;
    },
    failed(error) {
      const isOfTheFile = error instanceof AppError && error.code === 'unavailable';
      if (isOfTheFile && !isLocked(error) && !isDamage(failure)) failure = error;
    },
  };
}

/** Whether the store refused because another program holds the file; trying again may help. */
export function isLocked(error: unknown): boolean {
  if (!(error instanceof AppError) || !(error.cause instanceof Error)) return false;
  const { cause } = error;
  return 'code' in cause && typeof cause.code === 'string' && cause.code.startsWith('SQLITE_BUSY');
}
