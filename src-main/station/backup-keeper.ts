import type { MasterClock } from '#main/clock/master-clock.ts';
import type { BackupService } from '#main/handlers/services.ts';
import type { StationLog } from '#main/logging/station-log.ts';
import { dropOldBackups, listBackups, makeBackup } from '#main/store/backups.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { type DurationMs, MS_PER_HOUR, MS_PER_MINUTE } from '#shared/time/units.ts';

const BETWEEN_LOOKS_MS: DurationMs = 10 * MS_PER_MINUTE;
const BETWEEN_BACKUPS_MS: DurationMs = 24 * MS_PER_HOUR;
const KEPT = 7;

/** Copies of the station's file: once a day while it is on the air, and whenever somebody asks. */
export interface BackupKeeper extends BackupService {
  /** From now on makes one a day; the latest seven of these are kept. */
  start(): void;
  /** Resolves when no daily one is being made. */
  settled(): Promise<void>;
  /** Makes no further daily one; resolves as `settled` does. */
  stop(): Promise<void>;
  /** Why the last daily one could not be made, `null` when it could. */
  failure(): string | null;
}

export function createBackupKeeper(options: {
  readonly databasePath: string;
  readonly clock: MasterClock;
  readonly log: StationLog;
  readonly onChange: () => void;
}): BackupKeeper {
  const { databasePath, clock, log } = options;
  let cancel: () => void = () => undefined;
  let failure: string | null = null;
  let daily: Promise<void> | null = null;

  async function makeDaily(): Promise<void> {
    try {
      await makeBackup(databasePath, 'daily', clock.nowAt());
      dropOldBackups(databasePath, 'daily', KEPT);
      failure = null;
      options.onChange();
    } catch (error) {
      failure = error instanceof AppError ? error.message : 'See the log.';
      log.warn({ err: error }, 'the daily backup cannot be made');
    } finally {
      daily = null;
    }
  }

  function look(): void {
    // One that bears a later date was made while the clock was wrong; it stands for today only when it is near.
    const now = clock.nowAt();
    const isMade = listBackups(databasePath).some(
      ({ kind, madeAt }) => kind === 'daily' && Math.abs(now - madeAt) < BETWEEN_BACKUPS_MS,
    );
    if (!isMade) daily ??= makeDaily();
  }

  return {
    start() {
      cancel = clock.every(BETWEEN_LOOKS_MS, look);
    },
    async settled() {
      await daily;
    },
    async stop() {
      cancel();
      await daily;
    },
    list: () => listBackups(databasePath),
    async make() {
      const backup = await makeBackup(databasePath, 'manual', clock.nowAt());
      options.onChange();
      return backup;
    },
    failure: () => failure,
  };
}
