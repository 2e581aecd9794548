import { accessSync, constants, truncateSync } from 'node:fs';

import Database from 'better-sqlite3';

import { AppError } from '#shared/errors/app-error.ts';

/**
 * Holds a file for this process alone, by the operating system's own lock, so that it is free again however the process
 * ends. What the file holds does not matter. Answers what releases it, or `null` when somebody holds it already, this process
 * included. Throws `unavailable` when the file cannot be had. No other part of the program may open the file: closing it
 * would let go of the lock.
 */
export function holdExclusively(path: string): (() => void) | null {
  try {
    return takeLock(path);
  } catch (error) {
    if (isSqliteError(error) && error.code === 'SQLITE_NOTADB') return takeFromRubbish(path);
    throw cannotLock(path, error);
  }
}

/** Nobody can hold a lock on what is not a database. */
function takeFromRubbish(path: string): (() => void) | null {
  try {
    truncateSync(path);
    return takeLock(path);
  } catch (error) {
    throw cannotLock(path, error);
  }
}

function takeLock(path: string): (() => void) | null {
  const database = new Database(path, { timeout: 0 });
  try {
    // On a file that may not be written SQLite would take a lock that others can take too.
    accessSync(path, constants.W_OK);
    // Nothing is ever written, so no journal has to find room on a full disk.
    database.pragma('journal_mode = MEMORY');
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (isSqliteError(error) && error.code.startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
  return () => {
    database.close();
  };
}

function isSqliteError(error: unknown): error is InstanceType<typeof Database.SqliteError> {
  return error instanceof Database.SqliteError;
}

function cannotLock(path: string, cause: unknown): AppError {
  return new AppError(
    'unavailable',
    'The data folder cannot be locked for this station alone.',
    { field: 'data', path, remedy: 'Check the folder, its disk and its permissions.' },
    { cause },
  );
}
