import type { MasterClock } from '#main/clock/master-clock.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { EpochMs } from '#shared/time/units.ts';

/** Knows whether another program keeps this one from writing the station's file. */
export interface LockWatch {
  /** Since when nothing could be written, `null` while it can. */
  readonly lockedSinceAt: EpochMs | null;
  refused(): void;
  wrote(): void;
}

export function createLockWatch(clock: MasterClock): LockWatch {
  let lockedSinceAt: EpochMs | null = null;
  return {
    get lockedSinceAt() {
      return lockedSinceAt;
    },
    refused() {
      lockedSinceAt ??= clock.nowAt();
    },
    wrote() {
      lockedSinceAt = null;
    },
  };
}

/** Whether the store refused because another program holds the file; trying again may help. */
export function isLocked(error: unknown): boolean {
  if (!(error instanceof AppError) || !(error.cause instanceof Error)) return false;
  const { cause } = error;
  return 'code' in cause && typeof cause.code === 'string' && cause.code.startsWith('SQLITE_BUSY');
}
