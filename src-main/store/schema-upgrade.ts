import type BetterSqlite3 from 'better-sqlite3';
import type { Kysely } from 'kysely';

import type { MasterClock } from '#main/clock/master-clock.ts';
import type { Migration } from '#migrations/index.ts';

import { makeBackup } from './backups.ts';
import { APPLICATION_ID, refuseUnfit } from './identify-file.ts';

function versionOf(raw: BetterSqlite3.Database): number {
  return Number(raw.pragma('user_version', { simple: true }));
}

/**
 * Brings the file to the last migration: all steps that it has not had in one transaction, after a backup when there is
 * something to lose. The file has been found fit; another process may still upgrade it further meanwhile (`unavailable`).
 */
export async function upgradeSchema(
  raw: BetterSqlite3.Database,
  db: Kysely<unknown>,
  path: string,
  clock: MasterClock,
  migrations: readonly Migration[],
): Promise<void> {
  const version = versionOf(raw);
  if (version === migrations.length) return;
  if (version > 0) await makeBackup(path, 'upgrade', clock.nowAt());
  const pending = migrations.slice(version);
  const isRebuilt = pending.some(({ rebuilds }) => rebuilds === true);
  // Only outside a transaction can they be switched.
  if (isRebuilt) raw.pragma('foreign_keys = OFF');
  try {
    await db.transaction().execute(async (trx) => {
      // Again, now that nobody else can write: another process may have upgraded meanwhile.
      const present = versionOf(raw);
      refuseUnfit({ kind: 'station', version: present }, migrations.length, path);
      for (const migration of migrations.slice(present)) await migration.up(trx);
      if (isRebuilt) refuseBrokenReferences(raw);
      raw.pragma(`application_id = ${String(APPLICATION_ID)}`);
      raw.pragma(`user_version = ${String(migrations.length)}`);
    });
  } finally {
    raw.pragma('foreign_keys = ON');
  }
}

function refuseBrokenReferences(raw: BetterSqlite3.Database): void {
  const broken = raw.pragma('foreign_key_check') as { table: string; parent: string }[];
  const [first] = broken;
  if (!first) return;
  throw new Error(
    `The upgrade would leave ${String(broken.length)} rows that refer to nothing, first from ${first.table} to ${first.parent}.`,
  );
}
