import type { Kysely } from 'kysely';

import type { LibraryTables } from './tables/library-tables.ts';
import type { LogTables } from './tables/log-tables.ts';
import type { PlanTables } from './tables/plan-tables.ts';
import type { ScheduleTables } from './tables/schedule-tables.ts';
import type { StationTables } from './tables/station-tables.ts';

export interface Tables
  extends LibraryTables, PlanTables, ScheduleTables, LogTables, StationTables {}

/** The one connection, or a transaction on it. */
export type Database = Kysely<Tables>;

/** Runs several statements as one transaction: the one that is open, or a new one. */
export async function atomically<T>(db: Database, run: (db: Database) => Promise<T>): Promise<T> {
  return db.isTransaction ? run(db) : db.transaction().execute(run);
}

/** Cuts a list so that one statement's parameters stay within SQLite's limit. */
export function chunksOf<T>(list: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let at = 0; at < list.length; at += size) chunks.push(list.slice(at, at + size));
  return chunks;
}
