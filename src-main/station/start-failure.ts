import { existsSync, statSync } from 'node:fs';

import { listBackups } from '#main/store/backups.ts';
import { isDamage } from '#main/store/sqlite-errors.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { DataPaths } from './data-folder.ts';

const FILE_SENTENCES: Readonly<Record<string, readonly [string, string]>> = {
  ENOSPC: ['The disk of the data folder is full.', 'Make room and start again.'],
  EDQUOT: ['The data folder may not grow: its quota is used up.', 'Make room and start again.'],
  EROFS: ['The disk of the data folder may not be written.', 'Choose another folder with --data.'],
};

/**
 * What keeps a station from opening, as an expected error where the file system is the reason, with the way back where there
 * is one. Anything else as it is.
 */
export function asStartFailure(error: unknown, paths: DataPaths): unknown {
  if (isDamage(error) && error instanceof AppError) {
    const details = { ...error.details, field: 'data', remedy: wayBack(paths) };
    return new AppError(error.code, error.message, details, { cause: error });
  }
  if (error instanceof AppError || !(error instanceof Error) || !('syscall' in error)) return error;
  const { code = '', path = null } = error as NodeJS.ErrnoException;
  const [sentence, remedy] = FILE_SENTENCES[code] ?? [
    'A file of the data folder cannot be used.',
    'Check the file, or choose another folder with --data.',
  ];
  return new AppError(
    'unavailable',
    sentence,
    { field: 'data', path, remedy, reason: error.message },
    { cause: error },
  );
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
