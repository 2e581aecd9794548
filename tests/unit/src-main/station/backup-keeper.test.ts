import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { type BackupKeeper, createBackupKeeper } from '#main/station/backup-keeper.ts';
import { backupFolderOf } from '#main/store/backups.ts';
import { createManualClock, type ManualClock } from '#tests/helpers/manual-clock.ts';
import { openTestStore } from '#tests/helpers/temporary-store.ts';

const HOUR_MS = 3_600_000;

let folder: string;
let path: string;
let clock: ManualClock;
let keeper: BackupKeeper;
let lines: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retrovue-keeper-'));
  path = join(folder, 'station.sqlite');
  await (await openTestStore({ path })).close();
  clock = createManualClock();
  lines = [];
  const write = (_fields: object, message: string): void => {
    lines.push(message);
  };
  keeper = createBackupKeeper({
    databasePath: path,
    clock,
    log: { info: write, warn: write, error: write, hide: () => undefined },
    onChange: () => {
      lines.push('changed');
    },
  });
});

afterEach(async () => {
  await keeper.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Lets the clock run by steps of an hour, and each backup that falls due end before the next step. */
async function pass(hours: number): Promise<void> {
  for (let hour = 0; hour < hours; hour += 1) {
    await clock.advance(HOUR_MS);
    await keeper.settled();
  }
}

test('makes a backup a day while it runs, and keeps the latest seven', async () => {
  keeper.start();
  await pass(9 * 24);
  const backups = keeper.list();
  expect(backups.map(({ kind }) => kind)).toEqual(Array.from({ length: 7 }, () => 'daily'));
  const [latest, before] = backups;
  expect((latest?.madeAt ?? 0) - (before?.madeAt ?? 0)).toBe(24 * HOUR_MS);
  expect(lines.every((line) => line === 'changed')).toBe(true);
});

test('makes none again when it was started anew on the same day', async () => {
  keeper.start();
  await pass(2);
  await keeper.stop();
  keeper.start();
  await pass(5);
  expect(keeper.list()).toHaveLength(1);
});

test('says why the daily one could not be made, until it can', async () => {
  await writeFile(backupFolderOf(path), 'in the way');
  keeper.start();
  await pass(1);
  expect(keeper.failure()).toBe('A file of the data folder cannot be used.');
  await rm(backupFolderOf(path));
  await pass(1);
  expect(keeper.failure()).toBeNull();
  expect(keeper.list()).toHaveLength(1);
});

test('leaves those that were asked for', async () => {
  await keeper.make();
  keeper.start();
  await pass(9 * 24);
  expect(keeper.list().filter(({ kind }) => kind === 'manual')).toHaveLength(1);
});

test.each([
  ['an hour back', -HOUR_MS],
  ['two days back', -48 * HOUR_MS],
  ['a year back', -8_760 * HOUR_MS],
  ['a year ahead', 8_760 * HOUR_MS],
])('makes one a day after the clock was set %s', async (_way, byMs) => {
  keeper.start();
  await pass(1);
  expect(keeper.list()).toHaveLength(1);
  await clock.jumpTo(clock.nowAt() + byMs);
  await keeper.settled();
  await pass(49);
  const made = keeper.list().length - 1;
  expect(made).toBeGreaterThanOrEqual(1);
  expect(made).toBeLessThanOrEqual(3);
});
