import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

import type BetterSqlite3 from 'better-sqlite3';

import type { MasterClock } from '#main/clock/master-clock.ts';
import type { StationLog } from '#main/logging/station-log.ts';
import { MIGRATIONS, type Migration } from '#migrations/index.ts';
import { AppError } from '#shared/errors/app-error.ts';

import { configureConnection, createQueryBuilder, waitOutside } from './connection.ts';
import { assembleStore } from './assemble-store.ts';
import type { Tables } from './database.ts';
import { identifyFile, refuseUnfit } from './identify-file.ts';
import { createLockWatch } from './lock-watch.ts';
import { refuseOldNode } from './node-version.ts';
import { upgradeSchema } from './schema-upgrade.ts';
import { translateSqliteError } from './sqlite-errors.ts';
import type { Store } from './store.ts';
import { createTransactionGuard } from './transaction-guard.ts';

export interface OpenStoreOptions {
  /** The station's SQLite file; made with its folder when there is none. `:memory:` for one that nobody keeps. */
  readonly path: string;
  /** Names backups and stamps removals. */
  readonly clock: MasterClock;
  /** Hears of mistakes in the use of the store. */
  readonly log: Pick<StationLog, 'error'>;
  /** The steps of the schema; all of them when left out. */
  readonly migrations?: readonly Migration[];
}

async function connect(path: string, knownVersion: number): Promise<BetterSqlite3.Database> {
  refuseOldNode(process.versions.node);
  // Loaded late: under a Node that is too old the native module would take the process down.
  const { default: SqliteDatabase } = await import('better-sqlite3');
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
    // Before anything is written: the file may be somebody else's.
    refuseUnfit(identifyFile(SqliteDatabase, path), knownVersion, path);
    const raw = new SqliteDatabase(path);
    try {
      configureConnection(raw, process.platform);
    } catch (error) {
      raw.close();
      throw error;
    }
    return raw;
  } catch (cause) {
    const error = translateSqliteError(cause, '');
    if (error instanceof AppError) throw error;
    throw new AppError(
      'unavailable',
      'The station’s file cannot be opened.',
      { field: 'dataFolder', path, remedy: 'Check the data folder and its permissions.' },
      { cause },
    );
  }
}

/**
 * Opens the station's memory and brings it to the present schema, in one go and after a backup. `unavailable` when the file
 * is of a newer version, of another program, damaged or out of reach, or when Node is too old.
 */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  const { clock } = options;
  const migrations = options.migrations ?? MIGRATIONS;
  const raw = await connect(options.path, migrations.length);
  const watch = createLockWatch(clock);
  try {
    const builder = createQueryBuilder<unknown>(raw, watch);
    await upgradeSchema(raw, builder, options.path, clock, migrations);
  } catch (error) {
    raw.close();
    throw translateSqliteError(error, '');
  }
  waitOutside(raw);
  const guard = createTransactionGuard(options.log);
  return assembleStore(raw, createQueryBuilder<Tables>(raw, watch), clock, watch, guard);
}
