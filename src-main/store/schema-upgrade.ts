import { existsSync } from 'node:fs';

import type BetterSqlite3 from 'better-sqlite3';
import type { Kysely } from 'kysely';

import type { MasterClock } from '#main/clock/master-clock.ts';
import type { Migration } from '#migrations/index.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { formatInstant } from '#shared/time/zone.ts';

/** `RTVU`: marks a SQLite file as a station's. */
const APPLICATION_ID = 0x52545655;

function readNumber(raw: BetterSqlite3.Database, pragma: string): number {
  return Number(raw.pragma(pragma, { simple: true }));
}

function refuseForeign(raw: BetterSqlite3.Database, path: string): void {
  const tables = raw.prepare('SELECT count(*) AS count FROM sqlite_schema').pluck().get();
  if (tables === 0 || readNumber(raw, 'application_id') === APPLICATION_ID) return;
  throw new AppError('unavailable', 'The file is a database of another program.', {
    field: 'dataFolder',
    path,
    remedy: 'Choose another data folder.',
  });
}

function refuseNewer(version: number, known: number, path: string): void {
  if (version <= known) return;
  throw new AppError('unavailable', 'The station’s file was written by a newer RetroVue.', {
    field: 'dataFolder',
    path,
    fileVersion: version,
    knownVersion: known,
    remedy: 'Update RetroVue, or restore the backup that the newer one made beside the file.',
  });
}

/** Copies the file beside itself, `<path>.v<version>-<instant>.backup`. Never the live files themselves, which have a WAL. */
function backUp(
  raw: BetterSqlite3.Database,
  path: string,
  version: number,
  clock: MasterClock,
): void {
  const stamp = formatInstant(clock.nowAt()).replaceAll(/[:.]/g, '');
  const target = `${path}.v${String(version)}-${stamp}.backup`;
  if (!existsSync(target)) raw.prepare('VACUUM INTO ?').run(target);
}

/**
 * Brings the file to the last migration: all steps that it has not had in one transaction, after a backup when there is
 * something to lose. Refuses files of newer versions and of other programs (`unavailable`).
 */
export async function upgradeSchema(
  raw: BetterSqlite3.Database,
  db: Kysely<unknown>,
  path: string,
  clock: MasterClock,
  migrations: readonly Migration[],
): Promise<void> {
  refuseForeign(raw, path);
  const version = readNumber(raw, 'user_version');
  refuseNewer(version, migrations.length, path);
  if (version === migrations.length) return;
  if (version > 0) backUp(raw, path, version, clock);
  await db.transaction().execute(async (trx) => {
    // Again, now that nobody else can write: another process may have upgraded meanwhile.
    const present = readNumber(raw, 'user_version');
    refuseNewer(present, migrations.length, path);
    for (const migration of migrations.slice(present)) await migration.up(trx);
    raw.pragma(`application_id = ${String(APPLICATION_ID)}`);
    raw.pragma(`user_version = ${String(migrations.length)}`);
  });
}
