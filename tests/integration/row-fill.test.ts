import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import HLS from 'hls-parser';
import { expect, test } from 'vitest';

import type { Client } from '#shared/contract/client.ts';
import type { Channel } from '#shared/model/channel.ts';
import { frameRateOf, type HouseFormat } from '#shared/model/house-format.ts';
import { AssignmentId, type AssetId } from '#shared/model/ids.ts';
import { frameAt } from '#shared/time/frames.ts';
import {
  firstBroken,
  promisedReadings,
  type CounterFolder,
} from '#tests/helpers/counter-station.ts';
import type { CounterReading } from '#tests/helpers/frame-counter.ts';
import { makeClip, readCounters, type ClipSpec } from '#tests/helpers/make-clip.ts';
import { TEST_EPOCH_AT } from '#tests/helpers/manual-clock.ts';
import { createTestStation, type TestStation } from '#tests/helpers/test-station.ts';

const FORMAT: HouseFormat = { height: 480, rate: '29.97' };
const SECOND = 1_000;

/** A film of twelve seconds and two trailers, at other rates than the house's. */
const CLIPS: readonly (readonly [string, Omit<ClipSpec, 'height'>])[] = [
  [
    'Movies/First (1970).mp4',
    { rate: '24000/1001', aspect: '16:9', seconds: 12, assetNumber: 22, toneHz: 400 },
  ],
  [
    'Interstitials/Trailers/Soon.mp4',
    { rate: '25', aspect: '4:3', seconds: 7, assetNumber: 31, toneHz: 300 },
  ],
  [
    'Interstitials/Trailers/Later.mp4',
    { rate: '30000/1001', aspect: '4:3', seconds: 5, assetNumber: 32, toneHz: 500 },
  ],
];

async function layOut(folder: string): Promise<CounterFolder> {
  const clips = new Map<string, Awaited<ReturnType<typeof makeClip>> & { assetNumber: number }>();
  for (const [relativePath, spec] of CLIPS) {
    const clip = await makeClip({ ...spec, height: 180 });
    const target = path.join(folder, relativePath);
    await mkdir(path.dirname(target), { recursive: true });
    await copyFile(clip.path, target);
    clips.set(relativePath, { ...clip, assetNumber: spec.assetNumber });
  }
  return { folder, clips };
}

async function scanned(client: Client, folder: string): Promise<Map<string, AssetId>> {
  await client.call('source.add', { path: folder });
  await client.call('source.scan', {});
  for (;;) {
    const { items } = await client.call('asset.list', {});
    const ready = items.filter(({ state, isApproved }) => state === 'ready' && isApproved);
    if (ready.length === CLIPS.length) {
      return new Map(ready.map(({ relativePath, id }) => [relativePath, id]));
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The film in a row of half an hour, published, which trailers fill. */
async function publish(client: Client, ids: Map<string, AssetId>): Promise<Channel> {
  const film = ids.get('Movies/First (1970).mp4');
  if (film === undefined) throw new Error('The film was not found.');
  const channel = await client.call('channel.create', {
    name: 'Filled',
    kind: 'movie',
    timezone: 'UTC',
    gridMinutes: 15,
    dayStart: '06:00',
    houseFormat: FORMAT,
    isActive: false,
    defaultProgramming: { kind: 'slate' },
  });
  const { id, version } = await client.call('plan.create', {
    channelId: channel.id,
    name: 'Every day',
  });
  await client.call('plan.editDraft', {
    id,
    version,
    edits: [
      {
        type: 'insert',
        assignment: {
          id: AssignmentId.parse('row'),
          planId: id,
          startOffsetMinutes: 0,
          durationMinutes: 30,
          content: { type: 'asset', assetId: film },
          episodePolicy: 'sequential',
          fill: { kinds: ['trailer'] },
          operatorIntent: null,
          labelId: null,
        },
      },
    ],
  });
  await client.call('plan.publish', { id });
  const active = await client.call('channel.update', {
    id: channel.id,
    changes: { isActive: true },
  });
  await client.call('station.extend', {});
  return active;
}

/** Takes every segment that is published while so much time passes, and the instant of its first picture. */
async function watch({ station, clock }: TestStation, slug: string, untilAt: number) {
  const base = `${station.broadcastUrl()}/hls/${slug}/`;
  const taken = new Map<string, Uint8Array>();
  let firstAt: number | null = null;
  for (;;) {
    const text = await (await fetch(new URL('live.m3u8', base))).text();
    for (const { uri, programDateTime } of (HLS.parse(text) as HLS.types.MediaPlaylist).segments) {
      firstAt ??= programDateTime?.getTime() ?? null;
      if (taken.has(uri)) continue;
      const answer = await fetch(new URL(uri, base));
      expect(answer.status).toBe(200);
      taken.set(uri, new Uint8Array(await answer.arrayBuffer()));
    }
    if (clock.nowAt() >= untilAt) return { bytes: Buffer.concat([...taken.values()]), firstAt };
    await clock.advance(2 * SECOND);
  }
}

/** What the pictures are of, each time that it starts or starts again; 0 for black. */
function startsOf(readings: readonly CounterReading[]): number[] {
  const starts = readings.filter((reading, index) => {
    const before = readings[index - 1];
    if (reading.kind !== 'counter' || before?.kind !== 'counter') {
      return reading.kind !== before?.kind;
    }
    const isSame = before.assetNumber === reading.assetNumber;
    return !isSame || before.frameNumber > reading.frameNumber;
  });
  return starts.map((reading) => (reading.kind === 'counter' ? reading.assetNumber : 0));
}

test('a published row is filled with trailers picture for picture, and is one entry of the guide', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'retrovue-fill-'));
  const made = await createTestStation({ isOnAir: true, startAt: TEST_EPOCH_AT - 10 * SECOND });
  try {
    const { client, clock } = made;
    const counters = await layOut(path.join(folder, 'media'));
    const ids = await scanned(client, counters.folder);
    const channel = await publish(client, ids);
    const row = { startAt: TEST_EPOCH_AT, endAt: TEST_EPOCH_AT + 1_800 * SECOND };
    const guide = await client.call('guide.list', { channelId: channel.id, ...row });
    expect(guide).toMatchObject([{ title: 'First', kind: 'movie', ...row }]);

    const blocks = await client.call('log.list', { channelId: channel.id, ...row });
    const events = blocks.flatMap((block) => block.events);
    expect(blocks).toHaveLength(1);
    expect(events.filter(({ kind }) => kind === 'pad')).toEqual([]);
    expect(events.reduce((sum, { durationMs }) => sum + durationMs, 0)).toBe(1_800 * SECOND);
    expect(new Set(events.slice(1).map(({ lineage }) => lineage.rule))).toEqual(
      new Set(['row-fill']),
    );

    await clock.advanceTo(TEST_EPOCH_AT + 2 * SECOND);
    const untilAt = TEST_EPOCH_AT + 36 * SECOND;
    const { bytes, firstAt } = await watch(made, channel.slug, untilAt);
    const file = path.join(folder, 'taken.ts');
    await writeFile(file, bytes);
    const { readings, complaints } = await readCounters(file);
    expect(complaints).toBe('');
    const fromFrame = frameAt(firstAt ?? 0, channel.epochAt, frameRateOf(FORMAT));
    const window = { startAt: TEST_EPOCH_AT - 900 * SECOND, endAt: untilAt + 60 * SECOND };
    const promised = await promisedReadings(
      ...([client, channel, counters, window, fromFrame, readings.length] as const),
    );
    const wrong = firstBroken(readings, promised);
    expect({ wrong, is: readings[wrong], should: promised[wrong] }).toEqual({ wrong: -1 });
    const order = startsOf(readings);
    const afterFilm = order.slice(order.indexOf(22) + 1, order.indexOf(22) + 4);
    expect(afterFilm.every((asset, index) => asset > 30 && asset !== afterFilm[index - 1])).toBe(
      true,
    );

    const why = await client.call('log.why', {
      channelId: channel.id,
      at: TEST_EPOCH_AT + 15 * SECOND,
    });
    expect(why.sentences[0]).toContain('the row is filled with trailers');
  } finally {
    await made.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}, 120_000);
