import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { createSystemClock } from '#main/clock/system-clock.ts';
import { carryInThread } from '#main/station/air-carrier.ts';
import { dataPathsOf } from '#main/station/data-folder.ts';
import { openStation } from '#main/station/open-station.ts';
import type { Station } from '#main/station/station.ts';
import { AIR_DOWN_RULE, type PlanningIncident } from '#shared/model/incident.ts';

const PATIENCE = { timeout: 60_000, interval: 100 };

let folder: string;
let station: Station;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retrovue-hung-'));
  station = await openStation({
    dataFolder: join(folder, 'data'),
    host: 'test',
    version: '0.0.0',
    env: process.env,
    isOnAir: true,
    clock: createSystemClock(),
    broadcastHost: '127.0.0.1',
    broadcastPort: 0,
    carryAir: carryInThread(new URL(import.meta.resolve('#tests/helpers/hanging-air.ts'))),
    signal: null,
  });
}, 60_000);

afterEach(async () => {
  await station.close();
  await rm(folder, { recursive: true, force: true });
});

async function incidents(): Promise<PlanningIncident[]> {
  const all = await station.client.call('station.incidents', {});
  return all.filter(({ rule }) => rule === AIR_DOWN_RULE);
}

/** One that waits to be collected by its parent runs no more. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${String(pid)}/status`, 'utf8'));
  } catch {
    return false;
  }
}

test('an air whose thread hangs is told, ended with its programs, and comes back', async (context) => {
  if (process.platform !== 'linux') context.skip('looks at processes as Linux shows them');
  const channel = await station.client.call('channel.create', { name: 'One', timezone: 'UTC' });
  const playlist = `${station.broadcastUrl()}/hls/${channel.slug}/live.m3u8`;
  await vi.waitFor(async () => {
    expect((await fetch(playlist)).status).toBe(200);
  }, PATIENCE);
  const { cache, log } = dataPathsOf(station.dataFolder);
  await writeFile(join(cache, 'hang'), '');
  await vi.waitFor(() => {
    expect(existsSync(join(cache, 'child'))).toBe(true);
  }, PATIENCE);

  const sentences = new Set<string>();
  await vi.waitFor(async () => {
    const { health } = await station.client.call('station.status', {});
    sentences.add(`${health.state}: ${health.sentence}`);
    expect(await incidents()).toMatchObject([{ channelId: channel.id, endedAt: null }]);
  }, PATIENCE);
  await vi.waitFor(async () => {
    expect((await fetch(playlist)).status).toBe(200);
    expect(await incidents()).toMatchObject([{ endedAt: expect.any(Number) as number }]);
  }, PATIENCE);
  expect([...sentences].some((each) => each.startsWith('trouble: The air stopped at'))).toBe(true);
  expect(isRunning(Number(readFileSync(join(cache, 'child'), 'utf8')))).toBe(false);
  const text = readFileSync(log, 'utf8');
  expect(text).toContain('the air does not answer and is ended');
  expect(text).toContain('the air is back');
}, 170_000);
