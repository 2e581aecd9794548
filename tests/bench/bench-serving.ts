import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

import SqliteDatabase from 'better-sqlite3';

import { measureLoopDelay } from '#main/clock/loop-delay.ts';
import { createSystemClock } from '#main/clock/system-clock.ts';
import { airAheadOfThisThread, type CarriedAir } from '#main/station/air-carrier.ts';
import { dataPathsOf } from '#main/station/data-folder.ts';
import { openStation } from '#main/station/open-station.ts';
import type { Station } from '#main/station/station.ts';
import { makeClip } from '#tests/helpers/make-clip.ts';

import { fillFolder, scanLibrary } from './bench-library.ts';
import { printFigures, type Figure } from './measure.ts';

const CHANNELS = 40;
const WATCHED = 3;
const DAYS = 14;
const FILES = 3_000;
const LOCK_MS = 60_000;
const IDLE_MS = 10_000;
const BAR_MS = 50;

interface Noticed {
  readonly answers: number;
  readonly failures: number;
  readonly slowestMs: number;
  readonly streamsCut: number;
  readonly longestSilenceMs: number;
}

/** Forty channels that play the same film, from the minute that is passing. */
async function planChannels(station: Station, media: string): Promise<string[]> {
  const clip = await makeClip({
    rate: '25',
    aspect: '16:9',
    seconds: 600,
    assetNumber: 7,
    toneHz: 440,
    height: 180,
  });
  await mkdir(path.join(media, 'Movies'), { recursive: true });
  await copyFile(clip.path, path.join(media, 'Movies', 'Film (1984).mp4'));
  await scanLibrary(station.client, media);
  const dayStart = new Date(station.clock.nowAt()).toISOString().slice(11, 16);
  const slugs: string[] = [];
  for (let number = 1; number <= CHANNELS; number += 1) {
    const { slug } = await station.client.call('channel.create', {
      name: `Channel ${String(number)}`,
      timezone: 'UTC',
      dayStart,
      gridMinutes: 15,
      kind: 'movie',
      houseFormat: { height: 480, rate: '25' },
    });
    slugs.push(slug);
  }
  await station.client.call('station.extend', {});
  return slugs;
}

/** Lets viewers watch until the returned function is called, which answers what they noticed. */
function watch(station: Station, slugs: readonly string[]): () => Promise<Noticed> {
  const script = path.join(import.meta.dirname, 'serving-viewer.ts');
  const viewer = spawn(process.execPath, [script, station.broadcastUrl(), ...slugs], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let text = '';
  viewer.stdout.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
  const ended = new Promise((resolve) => viewer.once('exit', resolve));
  return async () => {
    viewer.stdin.end();
    await ended;
    return JSON.parse(text) as Noticed;
  };
}

/** Delays of the air's thread and of the station's, and what viewers notice, while `run` goes on. */
async function measure(
  name: string,
  station: Station,
  air: CarriedAir,
  slugs: readonly string[],
  run: () => Promise<unknown>,
): Promise<Figure[]> {
  const idle = new Worker(new URL('./idle-thread.ts', import.meta.url));
  const stopWatching = watch(station, slugs);
  await delay(3_000);
  const main = measureLoopDelay();
  await air.calls.measureDelay();
  idle.postMessage('reset');
  await run();
  const { delay: late } = await air.calls.state();
  const mainMs = [main.at(0.999), main.at(1)];
  const answered = once(idle, 'message');
  idle.postMessage('read');
  const [idleMs] = (await answered) as [number[]];
  await idle.terminate();
  main.stop();
  const noticed = await stopWatching();
  const ms = (value: number): string => value.toFixed(1);
  return [
    {
      name: `${name}: the air's thread, p50 / p99 / p99.9 / max ms`,
      value: [late.p50Ms, late.p99Ms, late.p999Ms, late.maxMs].map(ms).join(' / '),
      bar: `p99.9 ≤ ${String(BAR_MS)} ms`,
      isMet: late.p999Ms <= BAR_MS,
    },
    { name: '  a thread that does nothing', value: idleMs.map(ms).join(' / ') },
    { name: '  the station’s thread, p99.9 / max ms', value: mainMs.map(ms).join(' / ') },
    {
      name: '  viewers: answers / failed / streams cut',
      value: `${String(noticed.answers)} / ${String(noticed.failures)} / ${String(noticed.streamsCut)}`,
      bar: 'none failed, none cut',
      isMet: noticed.failures === 0 && noticed.streamsCut === 0,
    },
    {
      name: '  viewers: slowest answer / longest silence ms',
      value: `${ms(noticed.slowestMs)} / ${ms(noticed.longestSilenceMs)}`,
    },
  ];
}

/** How late the thread that serves viewers comes to its work while the rest of the house is busy or locked out. */
export async function benchServing(): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'retrovue-bench-'));
  const data = path.join(folder, 'data');
  const airs: CarriedAir[] = [];
  try {
    const station = await openStation({
      dataFolder: data,
      host: 'test',
      version: '0.0.0',
      env: process.env,
      isOnAir: true,
      clock: createSystemClock(),
      broadcastHost: '127.0.0.1',
      broadcastPort: 0,
      async carryAir(...args) {
        const air = await airAheadOfThisThread(...args);
        airs.push(air);
        return air;
      },
      signal: null,
    });
    try {
      const { client } = station;
      const slugs = (await planChannels(station, path.join(folder, 'media'))).slice(0, WATCHED);
      const library = path.join(folder, 'library');
      await fillFolder(library, 0, FILES);
      const [air] = airs;
      if (!air) throw new Error('The air has not been opened.');
      const when = (name: string, run: () => Promise<unknown>): Promise<Figure[]> =>
        measure(name, station, air, slugs, run);
      const figures = [
        ...(await when('nothing else', () => delay(IDLE_MS))),
        ...(await when(`planning ${String(CHANNELS)} channels × ${String(DAYS)} days`, async () => {
          await client.call('settings.update', { changes: { scheduleHorizonDays: DAYS } });
          await client.call('station.extend', {});
        })),
        ...(await when(`XMLTV of ${String(CHANNELS)} × ${String(DAYS)} days`, async () => {
          await (await fetch(`${station.broadcastUrl()}/iptv/guide.xml`)).arrayBuffer();
          await (await fetch(`${station.broadcastUrl()}/iptv/guide.xml?times=local`)).arrayBuffer();
        })),
        ...(await when('a foreign lock of 60 s', async () => {
          const foreign = new SqliteDatabase(dataPathsOf(data).database);
          foreign.exec('BEGIN EXCLUSIVE');
          await delay(LOCK_MS);
          foreign.exec('COMMIT');
          foreign.close();
        })),
        ...(await when(`a scan of ${String(FILES)} files`, () => scanLibrary(client, library))),
      ];
      printFigures('The serving thread', figures);
    } finally {
      await station.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
