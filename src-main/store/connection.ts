import type BetterSqlite3 from 'better-sqlite3';
import {
  Kysely,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  type Driver,
  type SqliteDatabase,
  type SqliteStatement,
} from 'kysely';

import { createSystemClock } from '#main/clock/system-clock.ts';

import type { LockWatch } from './lock-watch.ts';
import { createPatientDriver } from './patient-driver.ts';
import { translateSqliteError } from './sqlite-errors.ts';

/** Beyond so many different statements the oldest is prepared anew. */
const CACHED_STATEMENTS = 500;
/** How long the thread may stand still in SQLite for a locked file; longer waits are spent outside. */
const BUSY_TIMEOUT_MS = 20;

/**
 * The connection as Kysely wants it: prepared statements are kept, transactions take the write lock at once (a deferred
 * one that reads first can never be repeated after another connection wrote), and errors become expected ones.
 */
function adaptConnection(raw: BetterSqlite3.Database, watch: LockWatch): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();

  function attempt<T>(sql: string, run: () => T): T {
    try {
      return run();
    } catch (error) {
      const translated = translateSqliteError(error, sql);
      watch.failed(translated);
      throw translated;
    }
  }

  function prepare(sql: string): SqliteStatement {
    const statement = raw.prepare(sql === 'begin' ? 'begin immediate' : sql);
    const execute = <T>(run: () => T): T => {
      const result = attempt(sql, run);
      if (!statement.readonly) watch.wrote();
      return result;
    };
    return {
      reader: statement.reader,
      all: (parameters) => execute(() => statement.all(...parameters)),
      run: (parameters) => execute(() => statement.run(...parameters)),
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

/** From now on a locked file is waited for outside SQLite, where nothing else has to stand still. */
export function waitOutside(raw: BetterSqlite3.Database): void {
  raw.pragma(`busy_timeout = ${String(BUSY_TIMEOUT_MS)}`);
}

/** The driver lends the connection itself, so that those who wait for a locked file do not hold it. */
class LendingAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

class PatientDialect extends SqliteDialect {
  readonly #driver: Driver;

  constructor(raw: BetterSqlite3.Database, watch: LockWatch) {
    const database = adaptConnection(raw, watch);
    super({ database });
    this.#driver = createPatientDriver(new SqliteDriver({ database }), {
      clock: createSystemClock(),
      watch,
      isWithinTransaction: () => raw.inTransaction,
      setAside() {
        const level = Number(raw.pragma('synchronous', { simple: true }));
        raw.pragma('synchronous = NORMAL');
        return () => {
          raw.pragma(`synchronous = ${String(level)}`);
        };
      },
    });
  }

  override createDriver(): Driver {
    return this.#driver;
  }

  override createAdapter(): SqliteAdapter {
    return new LendingAdapter();
  }
}

/** Kysely on the connection. `Schema` is that of the file, or `unknown` while it is being upgraded. */
export function createQueryBuilder<Schema>(
  raw: BetterSqlite3.Database,
  watch: LockWatch,
): Kysely<Schema> {
  return new Kysely<Schema>({ dialect: new PatientDialect(raw, watch) });
}
