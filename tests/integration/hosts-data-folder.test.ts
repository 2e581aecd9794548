import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createSystemClock } from '#main/clock/system-clock.ts';
import { openSession } from '#main/cli/session.ts';
import { dataPathsOf, holdDataFolder } from '#main/station/data-folder.ts';
import { airInThisThread } from '#main/station/air-carrier.ts';
import { openStation } from '#main/station/open-station.ts';
import { serveControl } from '#main/transport/serve-control.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { createFakeStation } from '#tests/helpers/fake-station-port.ts';
import { runJson, runRetrovue, serveRetrovue } from '#tests/helpers/command-line.ts';
import { createManualClock } from '#tests/helpers/manual-clock.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retrovue-hosts-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function open() {
  const clock = createManualClock();
  return openStation({
    dataFolder: folder,
    host: 'test',
    version: '0.0.0',
    env: {},
    isOnAir: false,
    clock,
    signal: null,
    carryAir: airInThisThread(clock),
  });
}

async function refusalOf(work: Promise<unknown>): Promise<AppError> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof AppError) return error;
  throw new Error('It was not refused.');
}

describe('a data folder', () => {
  test('belongs to one station and says to which', async () => {
    const first = await open();
    const refused = await refusalOf(open());
    expect(refused.code).toBe('data-folder-in-use');
    expect(refused.details).toMatchObject({ holder: 'test', pid: process.pid, url: null });
    expect(refused.details.remedy).toContain('--data');
    await first.close();
    const second = await open();
    await second.close();
  });

  // Who holds it, where it is reached, what is said of it, and what to do.
  test.each([
    [
      'serve',
      null,
      'is in use by retrovue serve (process PID), which is starting.',
      'Try again in',
    ],
    ['desktop', null, 'by the RetroVue window (process PID), which is starting.', 'Try again in'],
    ['serve', 'http://127.0.0.1:1', 'by retrovue serve (process PID).', 'Connect to that station'],
    ['desktop', 'http://127.0.0.1:1', 'by the RetroVue window (process PID).', 'Connect to that'],
    ['command', null, 'by a retrovue command (process PID).', 'Wait until it has finished'],
  ] as const)('says what its holder does: %s at %s', async (host, url, said, remedy) => {
    const held = holdDataFolder(folder, host);
    if (url !== null) held.announce(url);
    const refused = await refusalOf(open());
    expect(refused.message).toContain(said.replace('PID', String(process.pid)));
    expect(refused.details.remedy).toContain(remedy);
    held.release();
  });

  test('in which a command makes a new station is told once, beside what the command says', async () => {
    const told = `There was no station in ${folder}; a new one has been made.`;
    const first = await runRetrovue(folder, ['channel', 'list']);
    expect(first.stderr).toContain(told);
    expect(first.stdout).not.toContain(told);
    expect((await runRetrovue(folder, ['channel', 'list'])).stderr).not.toContain(told);
  });

  test('is waited for by a command while its station is starting', async () => {
    const held = holdDataFolder(folder, 'serve');
    const opening = openSession({ data: folder, env: {} }, createSystemClock());
    held.release();
    const session = await opening;
    expect(session.isRunningStation).toBe(false);
    await session.close();
  });

  test('offers the address of the station that holds it, and a command joins that one', async () => {
    const station = await open();
    const server = await serveControl(station, folder, [0]);
    const refused = await refusalOf(open());
    expect(refused.details['url']).toBe(server.url);
    expect(refused.details.remedy).toContain(server.url);

    const session = await openSession({ data: folder, env: {} }, createSystemClock());
    expect(session.isRunningStation).toBe(true);
    await session.client.call('channel.create', { name: 'By the wire' });
    expect(await station.client.call('channel.list', {})).toMatchObject([{ name: 'By the wire' }]);
    await session.close();
    await server.close();
    await station.close();
  });

  test('is not entered with a wrong key', async () => {
    const station = createFakeStation();
    const held = holdDataFolder(folder, 'test');
    const server = await serveControl(
      {
        ...station,
        clock: createManualClock(),
        door: { admit: () => null, onRenewed: () => () => undefined },
        broadcastUrl: () => 'http://127.0.0.1:1',
        announce: (url) => {
          held.announce(url);
        },
        reportFault: () => undefined,
      },
      folder,
      [0],
    );
    await writeFile(dataPathsOf(folder).key, `${'w'.repeat(43)}\n`, { mode: 0o600 });
    const session = await openSession({ data: folder, env: {} }, createSystemClock());
    const refused = await refusalOf(session.client.call('channel.list', {}));
    expect(refused.code).toBe('unauthorised');
    await session.close();
    await server.close();
    held.release();
  });

  test('keeps its key to its owner and makes it once', async () => {
    const first = await open();
    const { key } = dataPathsOf(folder);
    expect((await stat(key)).mode & 0o777).toBe(0o600);
    await first.close();
    const second = await open();
    expect(second.door.key()).toBe(first.door.key());
    expect(await readFile(key, 'utf8')).toBe(`${first.door.key()}\n`);
    await second.close();
  });

  test('never has its key in the log', async () => {
    const station = await open();
    await station.dispatch({ id: 1, method: `x${station.door.key()}`, input: {} });
    await station.close();
    expect(await readFile(dataPathsOf(folder).log, 'utf8')).not.toContain(station.door.key());
  });

  test('is free again when its station is killed', async () => {
    const served = await serveRetrovue(folder);
    const { code, json } = await runJson(folder, ['serve']);
    expect(code).toBe(1);
    expect(json).toMatchObject({
      status: 'error',
      code: 'data-folder-in-use',
      details: { holder: 'serve', pid: served.pid, url: served.controlUrl },
    });
    await served.kill();
    const again = await serveRetrovue(folder);
    expect(again.pid).not.toBe(served.pid);
    expect((await again.stop()).code).toBe(0);
  });

  test('is closed in good order when its station is asked to stop', async () => {
    const served = await serveRetrovue(folder);
    expect((await fetch(`${served.broadcastUrl}/health`)).status).toBe(200);
    const { code } = await served.stop();
    expect(code).toBe(0);
    await expect(fetch(`${served.broadcastUrl}/health`)).rejects.toThrow();
    const { stdout } = await runRetrovue(folder, ['status']);
    expect(stdout).toContain('opened for this command');
  });
});
