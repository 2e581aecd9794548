import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import SqliteDatabase from 'better-sqlite3';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { MIGRATIONS, type Migration } from '#migrations/index.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { buildSource } from '#tests/helpers/build-asset.ts';
import { buildChannel } from '#tests/helpers/build-channel.ts';
import { createManualClock } from '#tests/helpers/manual-clock.ts';
import { mountSmallDisk } from '#tests/helpers/small-disk.ts';
import { openTestStore } from '#tests/helpers/temporary-store.ts';

const GOLDEN = new URL('../../../fixtures/schema.sql.txt', import.meta.url);

let folder = '';
let path = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retrovue-open-'));
  path = join(folder, 'deep', 'station.sqlite');
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** The schema as SQLite holds it, one statement after the other by name. */
function readSchema(file: string): string {
  const raw = new SqliteDatabase(file, { readonly: true });
  const statements = raw
    .prepare(
      `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
      ORDER BY type DESC, name`,
    )
    .pluck()
    .all();
  raw.close();
  return `${statements.join(';\n\n')};\n`;
}

describe('openStore', () => {
  test('makes the file, its folder and the golden schema', async () => {
    const store = await openTestStore({ path });
    await store.close();
    const schema = readSchema(path);
    // RETROVUE_WRITE_GOLDEN=1 writes it anew; the difference is then reviewed like code.
    if (process.env['RETROVUE_WRITE_GOLDEN'] === '1') await writeFile(GOLDEN, schema);
    expect(schema).toBe(await readFile(GOLDEN, 'utf8'));
  });

  test('says that the disk is full, when it is opened and when it is written', async (context) => {
    const disk = mountSmallDisk(8 * 1024 ** 2);
    if (!disk) return context.skip('mounting a small disk takes root on Linux');
    const full = { code: 'unavailable', message: 'The disk of the station’s file is full.' };
    try {
      path = join(disk.folder, 'station.sqlite');
      const store = await openTestStore({ path });
      disk.fill();
      const large = 'x'.repeat(256 * 1024);
      for (const write of [store.transaction, store.durable]) {
        const writing = write((inner) => inner.settings.setFact('large', large));
        await expect(writing).rejects.toMatchObject(full);
      }
      await expect(store.settings.setFact('large', large)).rejects.toMatchObject(full);
      disk.clear();
      await store.transaction((inner) => inner.settings.setFact('small', 'kept'));
      await store.close();
      disk.fill();
      await expect(openTestStore({ path })).rejects.toMatchObject(full);
    } finally {
      disk.dispose();
    }
  });

  test('makes every table STRICT', async () => {
    const store = await openTestStore({ path });
    await store.close();
    const raw = new SqliteDatabase(path, { readonly: true });
    const loose = raw
      .prepare(
        `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
        AND strict = 0 AND name NOT LIKE 'sqlite_%'`,
      )
      .all();
    raw.close();
    expect(loose).toEqual([]);
  });

  test('finds what was stored when it opens the file again', async () => {
    const first = await openTestStore({ path });
    await first.channels.insert(buildChannel());
    await first.close();
    const second = await openTestStore({ path });
    expect(await second.channels.list()).toEqual([buildChannel()]);
    await second.close();
  });

  test('copies the file before it upgrades it', async () => {
    const clock = createManualClock();
    const old = await openTestStore({ path, clock });
    await old.channels.insert(buildChannel());
    await old.close();
    const further: Migration = {
      name: '0099-further',
      up: async (db) => {
        await sql`CREATE TABLE further (id TEXT NOT NULL PRIMARY KEY) STRICT`.execute(db);
      },
    };
    const upgraded = await openTestStore({ path, clock, migrations: [...MIGRATIONS, further] });
    expect(await upgraded.channels.list()).toHaveLength(1);
    await upgraded.close();
    const backups = await readdir(join(folder, 'deep', 'backups'));
    expect(backups).toEqual(['upgrade-2026-01-01T060000000Z.sqlite']);
    const backup = await openTestStore({ path: join(folder, 'deep', 'backups', backups[0] ?? '') });
    expect(await backup.channels.list()).toEqual([buildChannel()]);
    await backup.close();
  });

  test('leaves the file as it was when a step of an upgrade fails', async () => {
    await (await openTestStore({ path, migrations: MIGRATIONS.slice(0, 2) })).close();
    const before = readSchema(path);
    const failing: Migration = {
      name: '0004-failing',
      up: () => Promise.reject(new Error('no more room')),
    };
    const migrations = [...MIGRATIONS.slice(0, 3), failing];
    await expect(openTestStore({ path, migrations })).rejects.toThrow('no more room');
    expect(readSchema(path)).toBe(before);
    const mended = await openTestStore({ path });
    expect(await mended.check()).toEqual([]);
    await mended.close();
  });

  describe('a step that makes a table anew', () => {
    /** Makes the table of sources anew, which collections refer to, and then runs `more`. */
    function rebuild(more = ''): Migration {
      return {
        name: '0099-rebuild',
        rebuilds: true,
        up: async (db) => {
          const { rows } = await sql<{ sql: string }>`
            SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = 'sources'`.execute(db);
          const made = (rows[0]?.sql ?? '').replace(
            /^CREATE TABLE "?sources"?/,
            'CREATE TABLE anew',
          );
          const statements = [
            made,
            'INSERT INTO anew SELECT * FROM sources',
            'DROP TABLE sources',
            'ALTER TABLE anew RENAME TO sources',
            ...(more === '' ? [] : [more]),
          ];
          for (const statement of statements) await sql.raw(statement).execute(db);
        },
      };
    }

    async function layOut(): Promise<void> {
      const store = await openTestStore({ path });
      await store.sources.insert(buildSource());
      await store.close();
    }

    test('keeps what others refer to, and references are enforced again afterwards', async () => {
      await layOut();
      const migrations = [...MIGRATIONS, rebuild()];
      const store = await openTestStore({ path, migrations });
      expect(await store.sources.list()).toHaveLength(1);
      await store.close();
      const raw = new SqliteDatabase(path);
      raw.pragma('foreign_keys = ON');
      expect(raw.pragma('foreign_key_check')).toEqual([]);
      expect(() => raw.exec('DELETE FROM sources')).toThrow('FOREIGN KEY');
      raw.close();
    });

    test('is taken back whole when it would leave references to nothing', async () => {
      await layOut();
      const before = readSchema(path);
      const loss = rebuild('DELETE FROM sources');
      await expect(openTestStore({ path, migrations: [...MIGRATIONS, loss] })).rejects.toThrow(
        'refer to nothing',
      );
      expect(readSchema(path)).toBe(before);
      const store = await openTestStore({ path });
      expect(await store.sources.list()).toHaveLength(1);
      await store.close();
    });
  });

  test('refuses a file that a newer version wrote, and leaves it alone', async () => {
    await (await openTestStore({ path })).close();
    const raw = new SqliteDatabase(path);
    raw.pragma(`user_version = ${String(MIGRATIONS.length + 1)}`);
    raw.close();
    await expect(openTestStore({ path })).rejects.toMatchObject({
      code: 'unavailable',
      message: 'The station’s file was written by a newer RetroVue.',
      details: { fileVersion: MIGRATIONS.length + 1, knownVersion: MIGRATIONS.length },
    });
    expect(await readdir(join(folder, 'deep'))).toEqual(['station.sqlite']);
  });

  test.each(['delete', 'wal'])(
    'refuses the database of another program in mode %s and changes no byte of it',
    async (mode) => {
      const other = join(folder, 'other.sqlite');
      const raw = new SqliteDatabase(other);
      raw.pragma(`journal_mode = ${mode}`);
      raw.exec('CREATE TABLE bookmarks (id TEXT)');
      raw.close();
      const before = await readFile(other);
      await expect(openTestStore({ path: other })).rejects.toMatchObject({
        code: 'unavailable',
        message: 'The file is a database of another program.',
      });
      expect(await readFile(other)).toEqual(before);
      expect(await readdir(folder)).toEqual(['other.sqlite']);
    },
  );

  test('says a failure of SQLite once, with what to do about it', async () => {
    const text = join(folder, 'text.sqlite');
    await writeFile(text, 'not a database, but long enough to be read as one'.repeat(100));
    const error: unknown = await openTestStore({ path: text }).catch((reason: unknown) => reason);
    if (!(error instanceof AppError)) throw new Error('It was not refused.');
    expect(error.message).toBe('The file is not a station’s file.');
    expect(error.details.remedy).not.toContain(error.message);
  });

  test('refuses a file that is no database', async () => {
    const text = join(folder, 'text.sqlite');
    await writeFile(text, 'not a database, but long enough to be read as one'.repeat(100));
    await expect(openTestStore({ path: text })).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('refuses a folder that cannot be made', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    await expect(openTestStore({ path: join(file, 'station.sqlite') })).rejects.toMatchObject({
      code: 'unavailable',
      details: { field: 'dataFolder' },
    });
  });

  test('takes every migration to be in the list once and in order', async () => {
    const files = (await readdir(new URL('../../../../migrations', import.meta.url)))
      .filter((name) => /^\d{4}-/.test(name))
      .sort();
    expect(MIGRATIONS.map(({ name }) => `${name}.ts`)).toEqual(files);
  });
});
