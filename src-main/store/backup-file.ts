import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

/** Pages copied in one go, between which the thread is free: about a millisecond's work. */
const PAGES_AT_ONCE = 250;

/**
 * Copies a station's file, which may be in use, to `target` as it is at this moment. The name appears when the copy is whole
 * and on the disk; a copy that fails, or whose program is killed, leaves nothing under it. Throws what SQLite and the file
 * system say.
 */
export async function copyDatabase(path: string, target: string): Promise<void> {
  const { default: SqliteDatabase } = await import('better-sqlite3');
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  const draft = `${target}.part`;
  rmSync(draft, { force: true });
  const raw = new SqliteDatabase(path, { readonly: true, fileMustExist: true });
  try {
    // A reader's snapshot: what is written meanwhile neither reaches the copy nor makes it begin again.
    raw.exec('BEGIN');
    raw.prepare('SELECT count(*) FROM sqlite_schema').get();
    await raw.backup(draft, { progress: () => PAGES_AT_ONCE });
    keepFile(draft, target);
  } finally {
    raw.close();
    for (const rest of ['', '-journal', '-wal', '-shm']) rmSync(`${draft}${rest}`, { force: true });
  }
}

/** Puts a finished file in its place: on the disk first, then under its name. */
function keepFile(draft: string, target: string): void {
  const file = openSync(draft, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, target);
}
