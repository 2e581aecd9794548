import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { airInThisThread } from '#main/station/air-carrier.ts';
import { openStation } from '#main/station/open-station.ts';
import type { Station } from '#main/station/station.ts';
import type { Channel } from '#shared/model/channel.ts';
import { makeClip } from '#tests/helpers/make-clip.ts';
import { createManualClock, TEST_EPOCH_AT, type ManualClock } from '#tests/helpers/manual-clock.ts';

import { scanLibrary } from './bench-library.ts';
import { printFigures, timed } from './measure.ts';

const CHANNELS = 5;
const INTO_PROGRAMME_MS = 21_500;

/** Five channels that play a 720p clip each from the quarter hour on; the clock stands 21.5 s into the programme. */
async function planChannels(dataFolder: string, media: string): Promise<readonly Channel[]> {
  const station = await openAt(dataFolder, createManualClock(), false);
  const { client } = station;
  for (let number = 1; number <= CHANNELS; number += 1) {
    const clip = await makeClip({
      rate: '24000/1001',
      aspect: '16:9',
      seconds: 60,
      assetNumber: number,
      toneHz: 300 + number * 50,
      height: 720,
    });
    await mkdir(path.join(media, 'Movies'), { recursive: true });
    await copyFile(clip.path, path.join(media, 'Movies', `Film ${String(number)} (1984).mp4`));
  }
  await scanLibrary(client, media);
  const { items } = await client.call('asset.list', {});
  const channels: Channel[] = [];
  for (const [index, item] of items.entries()) {
    channels.push(
      await client.call('channel.create', {
        name: `Tune-in ${String(index + 1)}`,
        timezone: 'UTC',
        gridMinutes: 15,
        kind: 'movie',
        defaultProgramming: { kind: 'asset', assetId: item.id },
      }),
    );
  }
  await client.call('station.extend', {});
  await station.close();
  return channels;
}

function openAt(dataFolder: string, clock: ManualClock, isOnAir: boolean): Promise<Station> {
  return openStation({
    dataFolder,
    host: 'test',
    version: '0.0.0',
    env: process.env,
    isOnAir,
    clock,
    broadcastHost: '127.0.0.1',
    broadcastPort: 0,
    signal: null,
    carryAir: airInThisThread(clock),
  });
}

/** From the request of the playlist to the last byte of the first segment. */
async function tuneIn(station: Station, slug: string): Promise<number> {
  const base = station.broadcastUrl();
  const { seconds } = await timed(async () => {
    const text = await (await fetch(`${base}/hls/${slug}/live.m3u8`)).text();
    const uri = text.split('\n').find((line) => line !== '' && !line.startsWith('#')) ?? '';
    await (await fetch(new URL(uri, `${base}/hls/${slug}/`))).arrayBuffer();
  });
  return seconds;
}

/** Tune-in cold and warm, alone and four at once (issue bars: 1.5 s, 0.3 s, 4 s). */
export async function benchTuneIn(): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'retrovue-bench-'));
  try {
    const data = path.join(folder, 'data');
    const [alone, ...four] = await planChannels(data, path.join(folder, 'media'));
    if (!alone) throw new Error('no channels');
    const clock = createManualClock(TEST_EPOCH_AT + INTO_PROGRAMME_MS);
    const station = await openAt(data, clock, true);
    await station.client.call('onair.list', {});
    const cold = await tuneIn(station, alone.slug);
    await untilIdle(station);
    const together = await Promise.all(four.map((channel) => tuneIn(station, channel.slug)));
    await untilIdle(station);
    await station.close();
    const again = await openAt(data, createManualClock(TEST_EPOCH_AT + INTO_PROGRAMME_MS), true);
    const warm = await tuneIn(again, alone.slug);
    await again.close();
    const slowest = Math.max(...together);
    printFigures('Tune-in: request of the playlist to the end of the first segment, 720p', [
      { name: 'cold, one channel', value: `${cold.toFixed(2)} s`, bar: '1.5 s', isMet: cold < 1.5 },
      {
        name: 'cold, slowest of four at once',
        value: `${slowest.toFixed(2)} s`,
        bar: '4 s',
        isMet: slowest < 4,
      },
      {
        name: 'warm, from the disk',
        value: `${warm.toFixed(2)} s`,
        bar: '0.3 s',
        isMet: warm < 0.3,
      },
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Waits until a minute ahead is prepared, so that one measurement does not disturb the next. */
async function untilIdle(station: Station): Promise<void> {
  for (;;) {
    const states = await station.client.call('onair.list', {});
    const running = states.filter((state) => state.state !== 'stopped');
    if (running.every((state) => state.preparedMs > 35_000)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
