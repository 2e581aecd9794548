import Database from 'better-sqlite3';

/**
 * Holds a file for this process alone, by the operating system's own lock, so that it is free again however the process
 * ends. Answers what releases it, or `null` when somebody holds it already, this process included.
 */
export function holdExclusively(path: string): (() => void) | null {
  const database = new Database(path, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
  return () => {
    database.close();
  };
}
