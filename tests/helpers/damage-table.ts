import { closeSync, openSync, writeSync } from 'node:fs';

import SqliteDatabase from 'better-sqlite3';

/** Overwrites the root page of a table, as a failing disk would. Nobody may have the file open. */
export function damageTable(path: string, table: string): void {
  const raw = new SqliteDatabase(path);
  raw.pragma('wal_checkpoint(TRUNCATE)');
  const pageSize = Number(raw.pragma('page_size', { simple: true }));
  const page = raw
    .prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?')
    .pluck()
    .get(table) as number | undefined;
  raw.close();
  if (page === undefined) throw new Error(`There is no table ${table}.`);
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(pageSize, 0xa5), 0, pageSize, (page - 1) * pageSize);
  closeSync(file);
}
