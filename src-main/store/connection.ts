import type BetterSqlite3 from 'better-sqlite3';
import { Kysely, SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely';

import { translateSqliteError } from './sqlite-errors.ts';

/** Beyond so many different statements the oldest is prepared anew. */
const CACHED_STATEMENTS = 500;

/**
 * The connection as Kysely wants it: prepared statements are kept, transactions take the write lock at once (a deferred
 * one that reads first can never be repeated after another connection wrote), and errors become expected ones.
 */
function adaptConnection(raw: BetterSqlite3.Database): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();

  function attempt<T>(sql: string, run: () => T): T {
    try {
      return run();
    } catch (error) {
      throw translateSqliteError(error, sql);
    }
  }

  function prepare(sql: string): SqliteStatement {
    const statement = raw.prepare(sql === 'begin' ? 'begin immediate' : sql);
    return {
      reader: statement.reader,
      all: (parameters) => attempt(sql, () => statement.all(...parameters)),
      run: (parameters) => attempt(sql, () => statement.run(...parameters)),
      iterate: (parameters) => statement.iterate(...parameters),
    };
  }

  return {
    close: () => {
      raw.close();
    },
    prepare(sql) {
      let statement = statements.get(sql);
      if (!statement) {
        statement = attempt(sql, () => prepare(sql));
        const oldest = statements.keys().next();
        if (statements.size >= CACHED_STATEMENTS && !oldest.done) statements.delete(oldest.value);
        statements.set(sql, statement);
      }
      return statement;
    },
  };
}

/** Sets what holds for every connection (docs/evidence.md §11): WAL, foreign keys, patience, honest fsync on macOS. */
export function configureConnection(raw: BetterSqlite3.Database, platform: string): void {
  raw.pragma('journal_mode = WAL');
  raw.pragma('foreign_keys = ON');
  raw.pragma('busy_timeout = 5000');
  raw.pragma('synchronous = NORMAL');
  if (platform === 'darwin') {
    raw.pragma('fullfsync = ON');
    raw.pragma('checkpoint_fullfsync = ON');
  }
}

/** Kysely on the connection. `Schema` is that of the file, or `unknown` while it is being upgraded. */
export function createQueryBuilder<Schema>(raw: BetterSqlite3.Database): Kysely<Schema> {
  return new Kysely<Schema>({ dialect: new SqliteDialect({ database: adaptConnection(raw) }) });
}
