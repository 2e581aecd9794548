import type { MasterClock } from '#main/clock/master-clock.ts';
import { listBackups, type Restored, restoreBackup } from '#main/store/backups.ts';
import type { Backup } from '#shared/model/backup.ts';
import { dataPathsOf, holdDataFolder } from './data-folder.ts';

/** The copies of a station's file, the latest first, whether or not a station can be opened in the folder. */
export function backupsOf(dataFolder: string): readonly Backup[] {
  return listBackups(dataPathsOf(dataFolder).database);
}

/**
 * Puts a backup in the place of a stopped station's file. `agree` is asked once the folder is held; answers `null` when it says
 * no, and throws what it throws. Throws `data-folder-in-use` while a station runs, `not-found`, or `unavailable` when the backup
 * is damaged; nothing has changed then.
 */
export async function restoreStation(
  dataFolder: string,
  name: string,
  clock: MasterClock,
  agree: () => Promise<boolean>,
): Promise<Restored | null> {
  const held = holdDataFolder(dataFolder, 'command');
  try {
    if (!(await agree())) return null;
    return await restoreBackup(dataPathsOf(dataFolder).database, name, clock.nowAt());
  } finally {
    held.release();
  }
}
