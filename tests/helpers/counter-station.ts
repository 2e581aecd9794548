import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';

import type { Client } from '#shared/contract/client.ts';
import type { Channel } from '#shared/model/channel.ts';
import { frameRateOf, type HouseFormat } from '#shared/model/house-format.ts';
import type { LogEvent, Transition } from '#shared/model/log.ts';
import { framesIn } from '#shared/time/frames.ts';

import { expectedSourceFrame, type CounterReading } from './frame-counter.ts';
import { makeClip, type Clip, type ClipSpec } from './make-clip.ts';

/** A folder of clips with counters, laid out by the folder convention. */
export interface CounterFolder {
  readonly folder: string;
  /** The clip behind an asset, by its path below the folder. */
  readonly clips: ReadonlyMap<string, Clip & { readonly assetNumber: number }>;
}

type Placed = readonly [relativePath: string, spec: Omit<ClipSpec, 'height'>];

const EPISODE_CHAPTERS_MS = [0, 70_000, 150_000, 230_000];

/** Episodes and spots at every source rate and both aspect ratios, each with a tone of its own. */
const LAYOUT: readonly Placed[] = [
  [
    'Shows/Alpha/Season 1/Alpha - S01E01 - One.mp4',
    {
      rate: '24000/1001',
      aspect: '4:3',
      seconds: 300,
      assetNumber: 1,
      toneHz: 300,
      chaptersMs: EPISODE_CHAPTERS_MS,
    },
  ],
  [
    'Shows/Alpha/Season 1/Alpha - S01E02 - Two.mp4',
    {
      rate: '30000/1001',
      aspect: '16:9',
      seconds: 300,
      assetNumber: 2,
      toneHz: 350,
      chaptersMs: EPISODE_CHAPTERS_MS,
    },
  ],
  [
    'Shows/Alpha/Season 1/Alpha - S01E03 - Three.mkv',
    {
      rate: '25',
      aspect: '4:3',
      seconds: 300,
      assetNumber: 3,
      toneHz: 400,
      chaptersMs: EPISODE_CHAPTERS_MS,
      container: 'mkv',
    },
  ],
  [
    'Interstitials/Commercials/Soap.mp4',
    { rate: '60000/1001', aspect: '16:9', seconds: 30, assetNumber: 11, toneHz: 500 },
  ],
  [
    'Interstitials/Commercials/Cereal.mp4',
    { rate: '25', aspect: '16:9', seconds: 20, assetNumber: 12, toneHz: 550 },
  ],
  [
    'Interstitials/Promos/Tonight.mp4',
    { rate: '24000/1001', aspect: '16:9', seconds: 15, assetNumber: 13, toneHz: 600 },
  ],
  [
    'Interstitials/Bumpers/Back Soon.mp4',
    { rate: '30000/1001', aspect: '4:3', seconds: 5, assetNumber: 14, toneHz: 650 },
  ],
];

/** Copies the clips into `folder`. Episodes have the given chapters, four unless told otherwise. */
export async function layOutCounterFolder(
  folder: string,
  chaptersMs: readonly number[] = EPISODE_CHAPTERS_MS,
): Promise<CounterFolder> {
  const clips = new Map<string, Clip & { readonly assetNumber: number }>();
  for (const [relativePath, spec] of LAYOUT) {
    const chapters = spec.chaptersMs ? { chaptersMs } : {};
    const clip = await makeClip({ ...spec, ...chapters, height: 180 });
    const target = path.join(folder, relativePath);
    await mkdir(path.dirname(target), { recursive: true });
    await copyFile(clip.path, target);
    clips.set(relativePath, { ...clip, assetNumber: spec.assetNumber });
  }
  return { folder, clips };
}

/** Adds the folder, scans it, and puts one planned channel on the air; hard cuts only, so that every picture is readable. */
export async function planCounterChannel(
  client: Client,
  folder: string,
  houseFormat: HouseFormat,
  dayStart = '06:00',
): Promise<Channel> {
  await client.call('source.add', { path: folder });
  const done = scanEnd(client);
  await client.call('source.scan', {});
  await done;
  const channel = await client.call('channel.create', {
    name: 'Counter',
    timezone: 'UTC',
    gridMinutes: 15,
    dayStart,
    houseFormat,
    isActive: false,
  });
  const [series] = await client.call('series.list', {});
  if (!series) throw new Error('the scan found no series');
  const plan = await client.call('plan.create', { channelId: channel.id, name: 'All day' });
  await client.call('plan.addAssignment', {
    planId: plan.id,
    row: {
      startOffsetMinutes: 0,
      durationMinutes: 1_440,
      content: { type: 'series', seriesId: series.id },
    },
  });
  const active = await client.call('channel.update', {
    id: channel.id,
    changes: { isActive: true },
  });
  await client.call('station.extend', {});
  return active;
}

function scanEnd(client: Client): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = client.on((message) => {
      if (message === 'gap' || message.event !== 'job.changed') return;
      const { job } = message.payload;
      if (job.kind !== 'scan' || job.state === 'running') return;
      stop();
      if (job.state === 'done') resolve();
      else reject(new Error(`the scan ended ${job.state}: ${job.error ?? ''}`));
    });
  });
}

/** What a picture must read as; `null` while it fades, when it need not be readable. */
type PromisedReading = CounterReading | null;

/** Where the first reading is that was not promised; −1 for none. */
export function firstBroken(
  readings: readonly CounterReading[],
  promises: readonly PromisedReading[],
): number {
  return readings.findIndex((reading, index) => {
    const promise = promises[index];
    return promise !== null && JSON.stringify(reading) !== JSON.stringify(promise);
  });
}

/** What the log promises for every picture from `fromFrame` on, `count` of them. */
export async function promisedReadings(
  client: Client,
  channel: Channel,
  counters: CounterFolder,
  window: { readonly startAt: number; readonly endAt: number },
  fromFrame: number,
  count: number,
): Promise<PromisedReading[]> {
  const blocks = await client.call('log.list', { channelId: channel.id, ...window });
  const paths = await assetPaths(client);
  const readings: PromisedReading[] = [];
  for (const event of blocks.flatMap((block) => block.events)) {
    const clip = event.assetId === null ? null : counters.clips.get(paths.get(event.assetId) ?? '');
    const first = Math.max(event.firstFrame, fromFrame);
    const end = Math.min(event.firstFrame + event.frameCount, fromFrame + count);
    for (let frame = first; frame < end; frame += 1) {
      readings.push(clip ? promised(event, clip, channel.houseFormat, frame) : { kind: 'black' });
    }
  }
  return readings;
}

function promised(
  event: LogEvent,
  clip: Clip & { readonly assetNumber: number },
  format: HouseFormat,
  frame: number,
): PromisedReading {
  const rate = frameRateOf(format);
  const isFading = (transition: Transition, framesAway: number): boolean =>
    transition.kind === 'fade' && framesAway < framesIn(transition.durationMs, rate);
  const inEvent = frame - event.firstFrame;
  if (
    isFading(event.transitionIn, inEvent) ||
    isFading(event.transitionOut, event.frameCount - 1 - inEvent)
  ) {
    return null;
  }
  const houseFrame = event.assetInFrame + frame - event.firstFrame;
  return {
    kind: 'counter',
    assetNumber: clip.assetNumber,
    frameNumber: expectedSourceFrame(houseFrame, clip.rate, format, clip.frameCount),
  };
}

async function assetPaths(client: Client): Promise<Map<string, string>> {
  const { items } = await client.call('asset.list', { limit: 1_000 });
  return new Map(items.map((item) => [item.id, item.relativePath]));
}

/** Pictures in a stretch of time at house rate, rounded down. */
export function picturesIn(ms: number, format: HouseFormat): number {
  const { n, d } = frameRateOf(format);
  return Math.floor((ms * n) / (1_000 * d));
}
