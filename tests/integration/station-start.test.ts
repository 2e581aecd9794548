import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { dataPathsOf, holdDataFolder, type DataPaths } from '#main/station/data-folder.ts';
import { airInThisThread } from '#main/station/air-carrier.ts';
import { openStation } from '#main/station/open-station.ts';
import type { Station } from '#main/station/station.ts';
import { makeBackup } from '#main/store/backups.ts';
import { holdExclusively } from '#main/store/exclusive-file.ts';
import { buildChannel } from '#tests/helpers/build-channel.ts';
import { runJson, serveRetrovue, startRetrovue } from '#tests/helpers/command-line.ts';
import { damageTable } from '#tests/helpers/damage-table.ts';
import { createManualClock, type ManualClock, TEST_EPOCH_AT } from '#tests/helpers/manual-clock.ts';
import { openTestStore } from '#tests/helpers/temporary-store.ts';

let folder: string;
let paths: DataPaths;
let taken: Server;
let takenPort: number;

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'retrovue-start-')), 'data');
  paths = dataPathsOf(folder);
  taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  takenPort = (taken.address() as { port: number }).port;
});

afterEach(async () => {
  taken.close();
  await once(taken, 'close');
  await rm(dirname(folder), { recursive: true, force: true });
});

/** A data folder in which one channel has been on the air. */
async function layOutFolder(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const clock = createManualClock();
  const store = await openTestStore({ path: paths.database, clock });
  await store.channels.insert(buildChannel());
  await store.close();
  await (await open(clock)).close();
}

function open(clock: ManualClock, port = 0, signal: AbortSignal | null = null): Promise<Station> {
  return openStation({
    dataFolder: folder,
    host: 'test',
    version: '0.0.0',
    env: process.env,
    isOnAir: true,
    clock,
    broadcastHost: '127.0.0.1',
    broadcastPort: port,
    signal,
    carryAir: airInThisThread(clock),
  });
}

/** What this process has open that a station could have left there. */
async function openHandles(): Promise<string[]> {
  // The handle of a process that has ended is given back in the next turn.
  for (let turn = 0; turn < 2; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  const ours = ['TCPServerWrap', 'ProcessWrap', 'FSEventWrap', 'MessagePort'];
  return process
    .getActiveResourcesInfo()
    .filter((name) => ours.includes(name))
    .sort();
}

async function replaceByFolder(path: string): Promise<void> {
  await rm(path, { force: true, recursive: true });
  await mkdir(join(path, 'in the way'), { recursive: true });
}

async function replaceByFile(path: string, text = 'in the way'): Promise<void> {
  await rm(path, { force: true, recursive: true });
  await writeFile(path, text);
}

function changeFile(statement: string): void {
  const raw = new SqliteDatabase(paths.database);
  raw.exec(statement);
  raw.close();
}

interface Failure {
  readonly step: string;
  /** Makes the step fail. */
  readonly spoil: () => unknown;
  readonly code: string;
  readonly port?: () => number;
}

const FAILURES: readonly Failure[] = [
  { step: 'the lock', spoil: () => replaceByFolder(paths.lock), code: 'unavailable' },
  { step: 'the key', spoil: () => replaceByFolder(paths.key), code: 'unavailable' },
  { step: 'the file: a folder', spoil: () => replaceByFolder(paths.database), code: 'unavailable' },
  {
    step: 'the file: rubbish',
    spoil: () => replaceByFile(paths.database, 'rubbish '.repeat(1_000)),
    code: 'unavailable',
  },
  {
    step: 'the file: of a newer version',
    spoil: () => {
      changeFile('PRAGMA user_version = 9999');
    },
    code: 'unavailable',
  },
  {
    step: 'the file: damaged pages of the jobs',
    spoil: () => {
      damageTable(paths.database, 'jobs');
    },
    code: 'unavailable',
  },
  { step: 'the cache', spoil: () => replaceByFile(paths.cache), code: 'unavailable' },
  {
    step: 'planning: damaged pages of the log',
    spoil: () => {
      damageTable(paths.database, 'log_events');
    },
    code: 'unavailable',
  },
  {
    step: 'the broadcast: its port is taken',
    spoil: () => undefined,
    port: () => takenPort,
    code: 'unavailable',
  },
];

describe('a start that fails', () => {
  test.each(FAILURES)(
    'at $step ends what had started and gives the folder back',
    async ({ spoil, code, port }) => {
      await layOutFolder();
      await spoil();
      const clock = createManualClock();
      const before = await openHandles();
      await expect(open(clock, port?.() ?? 0)).rejects.toMatchObject({
        code,
        details: { remedy: expect.any(String) },
      });
      expect(clock.alarmCount()).toBe(0);
      expect(await openHandles()).toEqual(before);
      expect(readdirSync(folder).filter((name) => name.startsWith('in-use.json'))).toEqual([]);
      // A lock or key that was spoilt stays so; the folder is free all the same.
      if (existsSync(join(paths.lock, 'in the way'))) return;
      const release = holdExclusively(paths.lock);
      expect(release).not.toBeNull();
      release?.();
    },
  );

  test('because it is no longer wanted ends what had started', async () => {
    await layOutFolder();
    const clock = createManualClock();
    await expect(open(clock, 0, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    expect(clock.alarmCount()).toBe(0);
    holdDataFolder(folder, 'test').release();
  });

  test('may be tried again in the same process', async () => {
    await layOutFolder();
    const clock = createManualClock();
    await expect(open(clock, takenPort)).rejects.toMatchObject({ code: 'unavailable' });
    const station = await open(clock);
    expect((await fetch(`${station.broadcastUrl()}/health`)).status).toBe(200);
    await station.close();
    expect(clock.alarmCount()).toBe(0);
  });
});

describe('a folder whose file is lost', () => {
  const LOSSES = [
    { how: 'is missing', lose: () => rm(paths.database) },
    { how: 'is empty', lose: () => writeFile(paths.database, '') },
  ];

  beforeEach(async () => {
    await layOutFolder();
    await writeFile(paths.mediaSequenceMark, '{"retro":4711}');
  });

  test.each(LOSSES)('is not taken for a new one when it $how', async ({ how, lose }) => {
    await lose();
    await expect(open(createManualClock())).rejects.toMatchObject({
      code: 'unavailable',
      message: `The station’s file ${how}, but this folder has been a station.`,
      details: { remedy: expect.stringContaining('There is no backup in this folder.') },
    });
  });

  test.each(LOSSES)('names the way back where there is one, when it $how', async ({ lose }) => {
    const { name } = await makeBackup(paths.database, 'manual', TEST_EPOCH_AT);
    await lose();
    await expect(open(createManualClock())).rejects.toMatchObject({
      details: { remedy: expect.stringContaining(`retrovue backup restore ${name}`) },
    });
  });

  test('names the way back for a damaged one, and none where there is none', async () => {
    await writeFile(paths.database, 'rubbish '.repeat(1_000));
    await expect(open(createManualClock())).rejects.toMatchObject({
      details: { remedy: 'There is no backup in this folder.' },
    });
  });
});

describe('the serve command', () => {
  const PORT_FAILURES = ['--port', '--control-port'] as const;

  test.each(PORT_FAILURES)('ends with 3 and one sentence when the %s is taken', async (option) => {
    const { code, json } = await runJson(folder, ['serve', option, String(takenPort)]);
    expect(code).toBe(3);
    expect(json).toMatchObject({ status: 'error', code: 'unavailable' });
    const served = await serveRetrovue(folder);
    expect((await served.stop()).code).toBe(0);
  });

  test('ends with 0 when it is asked to stop while it starts, and the folder is free', async () => {
    const started = startRetrovue(folder, ['serve', '--port', '0', '--control-port', '0']);
    await until(() => existsSync(paths.holder));
    started.signal('SIGTERM');
    expect((await started.ended).code).toBe(0);
    expect(existsSync(paths.holder)).toBe(false);
    holdDataFolder(folder, 'test').release();
  });

  test('ends at once when it is asked a second time', async () => {
    const started = startRetrovue(folder, ['serve', '--port', '0', '--control-port', '0']);
    await until(() => existsSync(paths.holder));
    started.signal('SIGTERM');
    started.signal('SIGINT');
    expect([130, 143]).toContain((await started.ended).code);
    holdDataFolder(folder, 'test').release();
  });

  test.each([
    { name: 'it held the folder', file: () => paths.holder },
    { name: 'it made its key', file: () => paths.key },
    { name: 'it made its file', file: () => paths.database },
    { name: 'it made its cache', file: () => paths.cache },
  ])('starts again after it was killed when $name', async ({ file }) => {
    const killed = startRetrovue(folder, ['serve', '--port', '0', '--control-port', '0']);
    await until(() => existsSync(file()));
    killed.signal('SIGKILL');
    await killed.ended;
    const served = await serveRetrovue(folder);
    expect((await served.stop()).code).toBe(0);
  });
});

/** Looks again each turn of the loop until it holds. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}
