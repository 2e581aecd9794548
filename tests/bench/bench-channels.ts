import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { createSystemClock } from '#main/clock/system-clock.ts';
import { airInThisThread } from '#main/station/air-carrier.ts';
import { openStation } from '#main/station/open-station.ts';
import { serveRetrovue, type ServedProcess } from '#tests/helpers/command-line.ts';
import { makeClip } from '#tests/helpers/make-clip.ts';

import { scanLibrary } from './bench-library.ts';
import { printFigures, type Figure } from './measure.ts';

const CLIP_SECONDS = 600;
const MEASURED_SECONDS = 30;
const COUNTS = [1, 10, 40];
/** Clock ticks of /proc in a second; 100 on every Linux this runs on. */
const TICKS_PER_SECOND = 100;

/** CPU seconds, user and system, that a process has used since it began. */
async function cpuSecondsOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${String(pid)}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Forty channels that play the same film, each with log and numbers of its own, from the minute that is passing. */
async function planChannels(data: string, media: string): Promise<string[]> {
  const clip = await makeClip({
    rate: '30000/1001',
    aspect: '16:9',
    seconds: CLIP_SECONDS,
    assetNumber: 7,
    toneHz: 440,
    height: 360,
  });
  await mkdir(path.join(media, 'Movies'), { recursive: true });
  await copyFile(clip.path, path.join(media, 'Movies', 'Film (1984).mp4'));
  const clock = createSystemClock();
  const station = await openStation({
    dataFolder: data,
    host: 'test',
    version: '0.0.0',
    env: process.env,
    isOnAir: false,
    clock,
    signal: null,
    carryAir: airInThisThread(clock),
  });
  await scanLibrary(station.client, media);
  const now = station.clock.nowAt();
  const dayStart = new Date(now).toISOString().slice(11, 16);
  const slugs: string[] = [];
  for (let number = 1; number <= Math.max(...COUNTS); number += 1) {
    const channel = await station.client.call('channel.create', {
      name: `Channel ${String(number)}`,
      timezone: 'UTC',
      dayStart,
      gridMinutes: 15,
      kind: 'movie',
    });
    slugs.push(channel.slug);
  }
  await station.client.call('station.extend', {});
  await station.close();
  return slugs;
}

/** A viewer with an HLS player: the playlist every two seconds, and every new segment once. */
async function view(served: ServedProcess, slug: string, untilMs: number): Promise<number> {
  const base = `${served.broadcastUrl}/hls/${slug}/`;
  const seen = new Set<string>();
  let bytes = 0;
  while (performance.now() < untilMs) {
    const text = await (await fetch(`${base}live.m3u8?viewer=${slug}`)).text();
    for (const uri of text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))) {
      if (seen.has(uri)) continue;
      seen.add(uri);
      bytes += (await (await fetch(new URL(uri, base))).arrayBuffer()).byteLength;
    }
    await delay(2_000);
  }
  return bytes;
}

/** CPU seconds per channel and minute with everything cached and one viewer each (bar: 40 under half of one core). */
export async function benchChannels(): Promise<void> {
  if (process.platform !== 'linux') {
    console.log('\nChannels on the air: skipped, CPU time of a process is read from /proc.');
    return;
  }
  const folder = await mkdtemp(path.join(os.tmpdir(), 'retrovue-bench-'));
  try {
    const data = path.join(folder, 'data');
    const slugs = await planChannels(data, path.join(folder, 'media'));
    const served = await serveRetrovue(data);
    const figures: Figure[] = [];
    try {
      await prepareAhead(served, slugs[0] ?? '');
      for (const count of COUNTS) figures.push(await measure(served, slugs.slice(0, count)));
    } finally {
      await served.stop();
    }
    printFigures('Channels on the air, everything cached, one viewer each, 720p', figures);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Keeps one viewer on the first channel until what the measurement needs is prepared. */
async function prepareAhead(served: ServedProcess, slug: string): Promise<void> {
  const neededSegments = Math.ceil(((COUNTS.length + 1) * (MEASURED_SECONDS + 10)) / 2);
  const base = `${served.broadcastUrl}/hls/${slug}/`;
  for (let round = 0; round < neededSegments; round += 1) {
    await (await fetch(`${base}live.m3u8`)).text();
    await delay(1_000);
    if ((await preparationIdle(served.pid)) && round > 10) return;
  }
}

/** Whether the station has no child process at work. */
async function preparationIdle(pid: number): Promise<boolean> {
  // The air has a thread of its own, and a child belongs to the thread that started it.
  const threads = await readdir(`/proc/${String(pid)}/task`);
  const children = await Promise.all(
    threads.map((thread) => readFile(`/proc/${String(pid)}/task/${thread}/children`, 'utf8')),
  );
  return children.every((list) => list.trim() === '');
}

async function measure(served: ServedProcess, slugs: readonly string[]): Promise<Figure> {
  const warmUntil = performance.now() + 6_000;
  await Promise.all(slugs.map((slug) => view(served, slug, warmUntil)));
  const before = await cpuSecondsOf(served.pid);
  const startedMs = performance.now();
  const bytes = await Promise.all(
    slugs.map((slug) => view(served, slug, startedMs + MEASURED_SECONDS * 1_000)),
  );
  const seconds = (performance.now() - startedMs) / 1_000;
  const used = (await cpuSecondsOf(served.pid)) - before;
  const perMinute = (used / slugs.length) * (60 / seconds);
  const megabits = (bytes.reduce((sum, it) => sum + it, 0) * 8) / 1e6 / seconds;
  const isFull = slugs.length === Math.max(...COUNTS);
  return {
    name: `${String(slugs.length)} channels: CPU seconds per channel and minute`,
    value: `${perMinute.toFixed(2)} (${((100 * used) / seconds).toFixed(0)} % of a core, ${megabits.toFixed(0)} Mb/s)`,
    ...(isFull ? { bar: '50 % of a core', isMet: used / seconds < 0.5 } : {}),
  };
}
