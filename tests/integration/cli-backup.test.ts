import { rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';

import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createSystemClock } from '#main/clock/system-clock.ts';
import { openSession } from '#main/cli/session.ts';
import { dataPathsOf, holdDataFolder } from '#main/station/data-folder.ts';
import type { Backup } from '#shared/model/backup.ts';
import { type CommandBench, createCommandBench } from '#tests/helpers/command-here.ts';
import { serveRetrovue, startRetrovue } from '#tests/helpers/command-line.ts';

let bench: CommandBench;

beforeEach(async () => {
  bench = await createCommandBench();
});

afterEach(async () => {
  await bench.dispose();
});

async function channelCount(): Promise<number> {
  const { channels } = await bench.json('channel', 'list');
  return (channels as unknown[]).length;
}

describe('backup', () => {
  test('is made, listed and restored, and what it replaced is kept', async () => {
    expect((await bench.run('backup', 'list')).out).toContain('There is no backup yet.');
    const made = await bench.json('backup', 'make');
    const { name } = made['backup'] as Backup;
    await bench.json('channel', 'add', '--name', 'Later');
    const restored = await bench.json('backup', 'restore', name, '--yes');
    expect(restored).toMatchObject({ code: 0, status: 'ok', backup: { name } });
    expect(await channelCount()).toBe(0);
    await bench.json('backup', 'restore', String(restored['replaced']), '--yes');
    expect(await channelCount()).toBe(1);
    const { out } = await bench.run('backup', 'list');
    expect(out).toContain(name);
    expect(out).toContain('asked for');
    expect((await bench.run('status')).out).toContain('Last backup');
  });

  test('is not restored without consent, on a dry run, by a wrong name or under a running station', async () => {
    const { backup } = await bench.json('backup', 'make');
    const { name } = backup as Backup;
    await bench.json('channel', 'add', '--name', 'Later');
    expect(await bench.json('backup', 'restore', name)).toMatchObject({ code: 1 });
    expect((await bench.run('backup', 'restore', name, '--dry-run')).out).toContain('Dry run');
    expect(await bench.json('backup', 'restore', 'nothing', '--yes')).toMatchObject({
      code: 1,
      status: 'error',
    });
    const held = holdDataFolder(bench.folder, 'serve');
    const refused = await bench.json('backup', 'restore', name, '--yes');
    held.release();
    expect(refused).toMatchObject({ code: 1, status: 'error' });
    expect(await channelCount()).toBe(1);
  });
});

/** What keeps a station from being opened, as done to its file. */
const UNFIT: readonly (readonly [string, (path: string) => void])[] = [
  [
    'is cut in half',
    (path) => {
      truncateSync(path, statSync(path).size / 2);
    },
  ],
  [
    'is no database',
    (path) => {
      writeFileSync(path, 'x'.repeat(8192));
    },
  ],
  [
    'is missing',
    (path) => {
      rmSync(path);
    },
  ],
  [
    'is of a newer version',
    (path) => {
      const raw = new SqliteDatabase(path);
      raw.pragma('user_version = 9999');
      raw.close();
    },
  ],
];

describe('a station whose file', () => {
  test.each(UNFIT)('%s has its backups listed and goes back to one', async (_name, harm) => {
    const { backup } = await bench.json('backup', 'make');
    const { name } = backup as Backup;
    harm(dataPathsOf(bench.folder).database);
    expect(await bench.json('channel', 'list')).toMatchObject({ code: 3, status: 'error' });
    expect(await bench.json('backup', 'list')).toMatchObject({ code: 0, backups: [{ name }] });
    expect(await bench.json('backup', 'restore', name, '--yes')).toMatchObject({ code: 0 });
    expect(await channelCount()).toBe(0);
  });
});

describe('a command that waits', () => {
  test('ends with 3 and a sentence when its station is killed', async () => {
    const served = await serveRetrovue(bench.folder);
    const session = await openSession(
      { data: bench.folder, env: process.env },
      createSystemClock(),
    );
    const isWorking = new Promise<void>((resolve) => {
      session.client.on((event) => {
        if (event !== 'gap' && event.event === 'job.changed') resolve();
      });
    });
    const waiting = startRetrovue(bench.folder, ['demo', '--yes']);
    await isWorking;
    await served.kill();
    const { code, stderr } = await waiting.ended;
    expect(code).toBe(3);
    expect(stderr).toContain('The connection to the station was lost.');
    expect(stderr).not.toContain('Warning');
  });
});
