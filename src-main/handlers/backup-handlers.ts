import type { Handlers } from '#shared/contract/index.ts';
import type { Services } from './services.ts';

type BackupHandlers = Pick<Handlers, 'backup.list' | 'backup.make'>;

export function backupHandlers({ backups }: Services): BackupHandlers {
  return {
    'backup.list': () => backups.list(),
    'backup.make': () => backups.make(),
  };
}
