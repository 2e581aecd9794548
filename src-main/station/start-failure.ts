import { existsSync, statSync } from 'node:fs';

import { listBackups } from '#main/store/backups.ts';
import { translateFileError } from '#main/store/file-errors.ts';
import { isDamage } from '#main/store/sqlite-errors.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { DataPaths } from './data-folder.ts';

/**
 * What keeps a station from opening, as an expected error where the file system is the reason, with the way back where there
 * is one. Anything else as it is.
 */
export function asStartFailure(error: unknown, paths: DataPaths): unknown {
  if (isDamage(error) && error instanceof AppError) {
    const details = { ...error.details, field: 'data', remedy: wayBack(paths) };
    return new AppError(error.code, error.message, details, { cause: error });
  }
  return translateFileError(error);
}

/**
 * Refuses to take a folder for a new one that has been a station's: its marks are there, its file is not or has nothing in it
 * (`unavailable`). Otherwise everything that the operator made would be gone without a word.
 */
export function refuseLostFile(paths: DataPaths): void {
  const size = statSync(paths.database, { throwIfNoEntry: false })?.size ?? 0;
  if (size > 0) return;
  if (!existsSync(paths.mediaSequenceMark) && listBackups(paths.database).length === 0) return;
  const what = existsSync(paths.database) ? 'is empty' : 'is missing';
  throw new AppError(
    'unavailable',
    `The station’s file ${what}, but this folder has been a station.`,
    {
      field: 'data',
      path: paths.database,
      remedy: `Put the file back. ${wayBack(paths)} To begin anew, choose another folder with --data.`,
    },
  );
}

function wayBack(paths: DataPaths): string {
  const [latest] = listBackups(paths.database);
  return latest
    ? `Go back to the latest backup with: retrovue backup restore ${latest.name}`
    : 'There is no backup in this folder.';
}
