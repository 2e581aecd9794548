import { z } from 'zod';

import { Backup } from '../model/backup.ts';
import { command, query } from './define.ts';

export const backupMethods = {
  /** The copies of the station's file, the latest first. */
  'backup.list': query(z.object({}), z.array(Backup)),
  /** Makes one now, while the station runs. */
  'backup.make': command(z.object({}), Backup, ['unavailable']),
} as const;
