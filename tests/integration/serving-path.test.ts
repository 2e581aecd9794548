import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import SqliteDatabase from 'better-sqlite3';
import HLS from 'hls-parser';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { createSystemClock } from '#main/clock/system-clock.ts';
import { airInItsOwnThread, type CarriedAir } from '#main/station/air-carrier.ts';
import { dataPathsOf } from '#main/station/data-folder.ts';
import { openStation } from '#main/station/open-station.ts';
import type { Station } from '#main/station/station.ts';
import type { Channel } from '#shared/model/channel.ts';
import { layOutCounterFolder, planCounterChannel } from '#tests/helpers/counter-station.ts';

const PATIENCE = { timeout: 60_000, interval: 200 };

let folder: string;
let media: string;
let station: Station;
let channel: Channel;
let airs: CarriedAir[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retrovue-serving-'));
  media = join(folder, 'media');
  const counters = await layOutCounterFolder(media);
  airs = [];
  station = await openStation({
    dataFolder: join(folder, 'data'),
    host: 'test',
    version: '0.0.0',
    env: process.env,
    isOnAir: true,
    clock: createSystemClock(),
    broadcastHost: '127.0.0.1',
    broadcastPort: 0,
    async carryAir(...args) {
      const air = await airInItsOwnThread(...args);
      airs.push(air);
      return air;
    },
    signal: null,
  });
  const format = { height: 480, rate: '25' } as const;
  channel = await planCounterChannel(station.client, counters.folder, format);
  await vi.waitFor(async () => {
    expect((await segments()).length).toBeGreaterThan(0);
  }, PATIENCE);
}, 170_000);

afterEach(async () => {
  await station.close();
  await rm(folder, { recursive: true, force: true });
});

async function segments(): Promise<HLS.types.Segment[]> {
  const answer = await fetch(`${station.broadcastUrl()}/hls/${channel.slug}/live.m3u8`);
  expect(answer.status).toBe(200);
  return [...(HLS.parse(await answer.text()) as HLS.types.MediaPlaylist).segments];
}

async function bytesOf(uri: string): Promise<Buffer> {
  const answer = await fetch(new URL(uri, `${station.broadcastUrl()}/hls/${channel.slug}/`));
  expect(answer.status).toBe(200);
  return Buffer.from(await answer.arrayBuffer());
}

/** Opens the continuous stream and counts what comes. */
async function openStream(): Promise<{ received: () => number; isOpen: () => boolean }> {
  const request = get(`${station.broadcastUrl()}/channel/${channel.slug}.ts`);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(200);
  let received = 0;
  let isOpen = true;
  response.on('data', (chunk: Buffer) => (received += chunk.length));
  response.on('close', () => (isOpen = false));
  response.on('error', () => (isOpen = false));
  return { received: () => received, isOpen: () => isOpen };
}

async function healthSentence(): Promise<string> {
  return (await station.client.call('station.status', {})).health.sentence;
}

describe('viewers of a station', () => {
  test('notice nothing while another program holds the database, and what aired is kept', async () => {
    const stream = await openStream();
    const foreign = new SqliteDatabase(dataPathsOf(station.dataFolder).database);
    foreign.exec('BEGIN EXCLUSIVE');
    // Without its files the channel airs slates, and each must be on record before it is served.
    await rm(media, { recursive: true, force: true });
    const [start] = (await segments()).slice(-1);
    const seen = new Map<string, Buffer>();
    const numbers: number[] = [];
    await vi.waitFor(async () => {
      for (const { uri, mediaSequenceNumber } of await segments()) {
        if (seen.has(uri)) continue;
        seen.set(uri, await bytesOf(uri));
        numbers.push(mediaSequenceNumber);
      }
      expect(numbers.at(-1)).toBeGreaterThan((start?.mediaSequenceNumber ?? 0) + 6);
    }, PATIENCE);
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
    for (const [uri, bytes] of seen) expect((await bytesOf(uri)).equals(bytes)).toBe(true);
    const before = stream.received();
    await vi.waitFor(() => {
      expect(stream.received()).toBeGreaterThan(before);
    }, PATIENCE);
    expect(stream.isOpen()).toBe(true);
    await vi.waitFor(async () => {
      expect(await healthSentence()).toContain('locked by another program');
    }, PATIENCE);
    foreign.exec('COMMIT');
    const substitutions = (): number =>
      (
        foreign.prepare('SELECT count(*) AS count FROM published_substitutions').get() as {
          count: number;
        }
      ).count;
    await vi.waitFor(async () => {
      expect(substitutions()).toBeGreaterThan(0);
      expect(await healthSentence()).not.toContain('locked by another program');
    }, PATIENCE);
    foreign.close();
    for (const [uri, bytes] of seen) expect((await bytesOf(uri)).equals(bytes)).toBe(true);
  });

  test('are served while the thread of the station stands still', async () => {
    // The guide has been read once; the station cannot make it anew now.
    expect((await fetch(`${station.broadcastUrl()}/iptv/guide.xml`)).status).toBe(200);
    const done = join(folder, 'answers.json');
    const script = fileURLToPath(import.meta.resolve('#tests/helpers/patient-viewer.ts'));
    const viewer = spawn(
      process.execPath,
      [script, station.broadcastUrl(), channel.slug, '3', done],
      { stdio: 'inherit' },
    );
    const ended = once(viewer, 'exit');
    // Nothing runs on this thread until the viewer has had its answers, or has waited in vain for a minute.
    const pause = new Int32Array(new SharedArrayBuffer(4));
    for (let waits = 0; waits < 600 && !existsSync(done); waits += 1) {
      Atomics.wait(pause, 0, 0, 100);
    }
    expect(existsSync(done)).toBe(true);
    await ended;
    const answers = JSON.parse(readFileSync(done, 'utf8')) as {
      playlist: number;
      segment: number;
      bytes: number;
      guide: number;
    }[];
    expect(answers).toHaveLength(3);
    for (const { playlist, segment, bytes, guide } of answers) {
      expect([playlist, segment, guide]).toEqual([200, 200, 200]);
      expect(bytes % 188).toBe(0);
      expect(bytes).toBeGreaterThan(0);
    }
  });

  test('find the same channel at the same address when the thread of the air has died', async () => {
    const before = new Map<string, Buffer>();
    for (const { uri } of await segments()) before.set(uri, await bytesOf(uri));
    const [last] = (await segments()).slice(-1);
    const url = station.broadcastUrl();
    expect(airs).toHaveLength(1);
    await airs[0]?.end();
    await vi.waitFor(async () => {
      expect((await fetch(`${url}/hls/${channel.slug}/live.m3u8`)).status).toBe(200);
    }, PATIENCE);
    expect(airs).toHaveLength(2);
    expect(station.broadcastUrl()).toBe(url);
    for (const [uri, bytes] of before) expect((await bytesOf(uri)).equals(bytes)).toBe(true);
    const after = await segments();
    expect(after.at(-1)?.mediaSequenceNumber).toBeGreaterThanOrEqual(
      last?.mediaSequenceNumber ?? 0,
    );
    const text = readFileSync(dataPathsOf(station.dataFolder).log, 'utf8');
    expect(text).toContain('"msg":"the air has ended"');
    expect(text).toContain('the air is back');
  });
});
