import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { AppError } from '#shared/errors/app-error.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { airInThisThread } from '#main/station/air-carrier.ts';
import { openStation } from '#main/station/open-station.ts';
import type { Station } from '#main/station/station.ts';
import { createManualClock } from '#tests/helpers/manual-clock.ts';

let folder: string;
let station: Station;

function open(env: Readonly<Record<string, string>> = {}): Promise<Station> {
  const clock = createManualClock();
  return openStation({
    dataFolder: folder,
    host: 'test',
    version: '0.0.0',
    env: { ...process.env, ...env },
    isOnAir: true,
    clock,
    pageFolder: folder,
    signal: null,
    carryAir: airInThisThread(clock),
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function statusCode(url: string): Promise<number> {
  return (await fetch(`${url}/health`)).status;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retrovue-settings-'));
  const clock = createManualClock();
  const command = await openStation({
    dataFolder: folder,
    host: 'test',
    version: '0.0.0',
    env: process.env,
    isOnAir: false,
    clock,
    signal: null,
    carryAir: airInThisThread(clock),
  });
  const broadcastPort = await freePort();
  await command.client.call('settings.update', { changes: { broadcastPort } });
  await command.close();
  station = await open();
});

afterAll(async () => {
  await station.close();
  await rm(folder, { recursive: true, force: true });
});

describe('settings.update', () => {
  test('shares on the network at once, on the same port, and takes it back', async () => {
    const before = await station.client.call('station.status', {});
    expect(before).toMatchObject({ isSharedOnNetwork: false, networkUrls: [] });
    await station.client.call('settings.update', { changes: { shareOnNetwork: true } });
    const shared = await station.client.call('station.status', {});
    expect(shared).toMatchObject({ isSharedOnNetwork: true, broadcastUrl: before.broadcastUrl });
    for (const url of [shared.broadcastUrl, ...shared.networkUrls]) {
      expect(await statusCode(url)).toBe(200);
    }
    await station.client.call('settings.update', { changes: { shareOnNetwork: false } });
    expect(await station.client.call('station.status', {})).toMatchObject({ networkUrls: [] });
    for (const url of shared.networkUrls) await expect(fetch(`${url}/health`)).rejects.toThrow();
    expect(await statusCode(before.broadcastUrl)).toBe(200);
  });

  test('moves the broadcast to another port', async () => {
    const before = station.broadcastUrl();
    const broadcastPort = await freePort();
    await station.client.call('settings.update', { changes: { broadcastPort } });
    expect(station.broadcastUrl()).toBe(`http://127.0.0.1:${String(broadcastPort)}`);
    expect(await statusCode(station.broadcastUrl())).toBe(200);
    await expect(fetch(`${before}/health`)).rejects.toThrow();
  });

  test('refuses a port that is taken and goes on as before', async () => {
    const before = station.broadcastUrl();
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve));
    const { port } = squatter.address() as AddressInfo;
    const refused: unknown = await station.client
      .call('settings.update', { changes: { broadcastPort: port } })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AppError);
    expect(refused).toMatchObject({ code: 'unavailable', details: { field: 'broadcastPort' } });
    expect(station.broadcastUrl()).toBe(before);
    expect(await statusCode(before)).toBe(200);
    const settings = await station.client.call('settings.get', {});
    expect(settings.broadcastPort).not.toBe(port);
    await new Promise((resolve) => squatter.close(resolve));
  });

  test('changes the budget of the cache at once', async () => {
    const cacheBudgetBytes = 300 * 1024 * 1024;
    await station.client.call('settings.update', { changes: { cacheBudgetBytes } });
    const { cache } = await station.client.call('station.status', {});
    expect(cache.budgetBytes).toBe(cacheBudgetBytes);
  });
});

describe('openStation', () => {
  test('takes another port when its own is taken, and says so', async () => {
    const { port } = new URL(station.broadcastUrl());
    await station.close();
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(Number(port), '127.0.0.1', resolve));
    station = await open();
    expect(new URL(station.broadcastUrl()).port).not.toBe(port);
    const { health } = await station.client.call('station.status', {});
    expect(health).toMatchObject({
      state: 'attention',
      sentence: expect.stringContaining(port) as string,
    });
    await new Promise((resolve) => squatter.close(resolve));
  });

  test('plans without ffmpeg and says what to do about it', async () => {
    await station.close();
    station = await open({ FFMPEG_BIN: '/nowhere/ffmpeg' });
    const status = await station.client.call('station.status', {});
    expect(status.health.state).toBe('trouble');
    expect(status.ffmpeg).toMatchObject({ isAvailable: false, path: null });
    expect(status.ffmpeg.remedy).toContain('FFMPEG_BIN');
    const channel = await station.client.call('channel.create', { name: 'Planned anyway' });
    const days = await station.client.call('day.list', { channelId: channel.id });
    expect(days.length).toBeGreaterThanOrEqual(3);
    expect(await station.client.call('station.horizon', {})).toMatchObject([
      { channelId: channel.id, isHealthy: true, fault: null },
    ]);
  });

  test('closes twice without harm', async () => {
    await station.close();
    await station.close();
    station = await open();
    expect(await statusCode(station.broadcastUrl())).toBe(200);
  });
});
