import { z } from 'zod';

import { EpochMsSchema } from './scalars.ts';

/**
 * Why a copy of the station's file was made: once a day, because somebody asked, before an upgrade, or because another copy
 * took its place.
 */
export const BackupKind = z.enum(['daily', 'manual', 'upgrade', 'replaced']);
export type BackupKind = z.infer<typeof BackupKind>;

/** A copy of the station's file in its backup folder. */
export const Backup = z.object({
  /** The file's name, such as `daily-2026-01-01T060000000Z.sqlite`. */
  name: z.string(),
  kind: BackupKind,
  madeAt: EpochMsSchema,
  sizeBytes: z.int().nonnegative(),
});
export type Backup = z.infer<typeof Backup>;
