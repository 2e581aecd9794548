import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { MIGRATIONS, type Migration } from '#migrations/index.ts';
import { ChannelId } from '#shared/model/ids.ts';
import { ROWS_OF_OLD_FILES } from '#tests/fixtures/rows-of-old-files.ts';
import { createManualClock } from '#tests/helpers/manual-clock.ts';
import { openTestStore } from '#tests/helpers/temporary-store.ts';

type Rows = readonly Readonly<Record<string, unknown>>[];

let folder = '';
let path = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retrovue-migrate-'));
  path = join(folder, 'station.sqlite');
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Works on the file without the store; with foreign keys on, as the store has them. */
function onFile<Result>(work: (raw: SqliteDatabase.Database) => Result): Result {
  const raw = new SqliteDatabase(path);
  raw.pragma('foreign_keys = ON');
  try {
    return work(raw);
  } finally {
    raw.close();
  }
}

/** Every table with all its rows, in an order that does not depend on how they are stored. */
function contentsOf(raw: SqliteDatabase.Database): Map<string, Rows> {
  const tables = raw
    .prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
    )
    .pluck()
    .all() as string[];
  return new Map(
    tables.map((table) => {
      const rows = raw.prepare(`SELECT * FROM "${table}"`).all() as Rows;
      return [table, rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))];
    }),
  );
}

/** The rows of a table after a step, with only the columns that they had before it, in the order of before. */
function seenAsBefore(rows: Rows, before: Rows): Rows {
  const columns = Object.keys(before[0] ?? {});
  return rows
    .map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])))
    .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

async function upgradeThrough(index: number): Promise<void> {
  const migrations = MIGRATIONS.slice(0, index + 1);
  await (await openTestStore({ path, migrations, clock: createManualClock(index) })).close();
}

function addRowsOf({ name }: Migration): void {
  const rows = ROWS_OF_OLD_FILES[name];
  if (rows !== undefined) onFile((raw) => raw.exec(rows));
}

describe('the file of any older version', () => {
  test('keeps every row and value through every migration, one after the other', async () => {
    let compared = 0;
    for (const [index, migration] of MIGRATIONS.entries()) {
      const before = index === 0 ? new Map<string, Rows>() : onFile(contentsOf);
      for (const [table, rows] of before) {
        // Without rows nothing would be proven of it: write some in rows-of-old-files.ts.
        expect({ before: migration.name, table, hasRows: rows.length > 0 }).toEqual({
          before: migration.name,
          table,
          hasRows: true,
        });
      }
      await upgradeThrough(index);
      const after = onFile(contentsOf);
      for (const [table, rows] of before) {
        expect({ after: migration.name, table, rows: seenAsBefore(after.get(table) ?? [], rows) })
          // A step that changes what a column holds must say so here.
          .toEqual({ after: migration.name, table, rows });
        compared += rows.length;
      }
      addRowsOf(migration);
      expect(onFile((raw) => raw.pragma('foreign_key_check'))).toEqual([]);
      expect(onFile((raw) => raw.pragma('integrity_check', { simple: true }))).toBe('ok');
    }
    expect(compared).toBeGreaterThan(100);
  });

  test('is as well kept when it skips to the newest version at once, from whichever it is', async () => {
    const grown = path;
    for (const [start, migration] of MIGRATIONS.entries()) {
      path = grown;
      await upgradeThrough(start);
      addRowsOf(migration);
      onFile((raw) => raw.pragma('wal_checkpoint(TRUNCATE)'));
      const before = onFile(contentsOf);
      path = join(folder, `from-${String(start)}.sqlite`);
      await copyFile(grown, path);
      await upgradeThrough(MIGRATIONS.length - 1);
      const after = onFile(contentsOf);
      for (const [table, rows] of before) {
        expect(seenAsBefore(after.get(table) ?? [], rows)).toEqual(rows);
      }
    }
  });

  test('is read by the station as what it was', async () => {
    for (const [index, migration] of MIGRATIONS.entries()) {
      await upgradeThrough(index);
      addRowsOf(migration);
    }
    const store = await openTestStore({ path });
    expect(await store.channels.list()).toMatchObject([
      { slug: 'retro', timezone: 'America/New_York', version: 3, gridMinutes: 30 },
      { slug: 'films', kind: 'movie', isActive: false, dayStart: '05:30' },
    ]);
    const plans = await store.plans.list(ChannelId.parse('retro'));
    expect(plans.map(({ name, priority }) => [name, priority])).toEqual([
      ['Yule', 50],
      ['Days', 5],
    ]);
    const [, days] = plans;
    expect(days?.assignments.map(({ id }) => id)).toEqual(['row', 'rule', 'late']);
    expect(days?.draft).toHaveLength(1);
    expect(days?.zones).toMatchObject([{ name: 'Evening', dayFilters: ['SAT'] }]);
    const day = await store.days.get(ChannelId.parse('retro'), '2026-01-01');
    expect(day).toMatchObject({ isManualOverride: true, airings: [{ episodeTitle: 'Pilot' }] });
    expect(await store.days.history(ChannelId.parse('retro'), '2026-01-01')).toHaveLength(1);
    expect(await store.log.latest(ChannelId.parse('retro'))).toMatchObject({
      events: [{ gainDb: -3.5 }],
    });
    expect(await store.check()).toEqual([]);
    await store.close();
  });

  test('is copied before each upgrade, and the copy is the way back', async () => {
    await upgradeThrough(1);
    for (const migration of MIGRATIONS.slice(0, 2)) addRowsOf(migration);
    const before = onFile(contentsOf);
    await upgradeThrough(MIGRATIONS.length - 1);
    const [backup] = (await readdir(join(folder, 'backups'))).toSorted();
    if (backup === undefined) throw new Error('There is no backup.');
    path = join(folder, 'backups', backup);
    expect(onFile(contentsOf)).toEqual(before);
    const older = await openTestStore({ path, migrations: MIGRATIONS.slice(0, 2) });
    expect(await older.check()).toEqual([]);
    await older.close();
  });
});

describe('references', () => {
  test('of plans, rows, days, airings and log are held by the file itself', async () => {
    for (const [index, migration] of MIGRATIONS.entries()) {
      await upgradeThrough(index);
      addRowsOf(migration);
    }
    const refusal = (statement: string): string =>
      onFile((raw) => {
        try {
          raw.exec(statement);
          return 'accepted';
        } catch (error) {
          return error instanceof Error ? error.message : String(error);
        }
      });
    const isForeignKey = /FOREIGN KEY constraint failed/;
    for (const statement of [
      `INSERT INTO plans SELECT 'stray', 'nowhere', 'S', 's', NULL, NULL, NULL, NULL, NULL, 0, 'replace', 1, 0, 1, 0, 0, NULL, NULL`,
      `UPDATE assignments SET plan_id = 'nowhere' WHERE id = 'late'`,
      `UPDATE assignments SET series_id = 'nowhere' WHERE id = 'row' AND edition = 'published'`,
      `UPDATE zones SET plan_id = 'nowhere'`,
      `DELETE FROM channels WHERE id = 'retro'`,
      `DELETE FROM series WHERE id = 'cheers'`,
      `DELETE FROM plans WHERE id = 'days'`,
      `DELETE FROM assets WHERE id = 'pilot'`,
    ]) {
      expect(`${statement}: ${refusal(statement)}`).toMatch(isForeignKey);
    }
    expect(refusal(`UPDATE log_blocks SET generation = 99`)).toContain('never changed');
    expect(refusal(`DELETE FROM schedule_days`)).toContain('never deleted');
    expect(refusal(`DELETE FROM labels WHERE id = 'comedy'`)).toBe('accepted');
  });
});
