import type { MasterClock } from '#main/clock/master-clock.ts';
import { type Restored, restoreBackup } from '#main/store/backups.ts';
import { dataPathsOf, holdDataFolder } from './data-folder.ts';

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
