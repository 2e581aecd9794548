import SqliteDatabase from 'better-sqlite3';
import { z } from 'zod';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Store } from '#main/store/store.ts';
import { AssetId, ChannelId, ScheduleDayId } from '#shared/model/ids.ts';
import { LogBlock } from '#shared/model/log.ts';
import { buildAsset, buildSource } from '#tests/helpers/build-asset.ts';
import { buildChannel } from '#tests/helpers/build-channel.ts';
import { buildLog } from '#tests/helpers/build-log.ts';
import { buildDay } from '#tests/helpers/build-schedule.ts';
import { createTemporaryStore, type TemporaryStore } from '#tests/helpers/temporary-store.ts';

const CHANNEL = buildChannel();
const DAY = buildDay(CHANNEL, '2026-01-01');
const HALF_HOUR_MS = 1_800_000;

let temporary: TemporaryStore;
let store: Store;

beforeEach(async () => {
  temporary = await createTemporaryStore();
  store = temporary.store;
  await store.channels.insert(CHANNEL);
  await store.sources.insert(buildSource());
  await store.assets.saveMany([buildAsset(), buildAsset({ id: AssetId.parse('soap') })]);
  await store.days.insert(DAY);
});

afterEach(async () => {
  await temporary.dispose();
});

/** Half hours of 22 minutes of the asset, a commercial and a pad, each on the airing of its slot. */
function buildBlocks(count: number): LogBlock[] {
  const pieces = [
    { assetId: 'asset', durationMs: 1_320_000, fadeMs: 500 },
    { assetId: 'soap', durationMs: 30_000 },
    { durationMs: 450_000 },
  ];
  return buildLog({
    channelId: CHANNEL.id,
    epochAt: CHANNEL.epochAt,
    startAt: DAY.startAt,
    format: CHANNEL.houseFormat,
    blocks: Array.from({ length: count }, () => pieces),
    firstMediaSequence: 100,
  }).map((block, index) => {
    const airingId = DAY.airings[index]?.id ?? block.airingId;
    return {
      ...block,
      scheduleDayId: DAY.id,
      airingId,
      events: block.events.map((event) => ({
        ...event,
        airingId,
        ...(event.assetId === 'soap' && {
          kind: 'interstitial' as const,
          interstitialKind: 'commercial' as const,
          breakIndex: 0,
          gainDb: -3.5,
        }),
      })),
    };
  });
}

function blockAt(index: number): LogBlock {
  const block = buildBlocks(index + 1)[index];
  if (!block) throw new Error('There is no such block.');
  return block;
}

describe('append', () => {
  test('stores blocks with their events', async () => {
    const blocks = buildBlocks(3);
    await store.durable((inner) => inner.log.append(blocks));
    const stored = await store.log.blocksIn(CHANNEL.id, DAY);
    expect(stored).toEqual(blocks);
    expect(z.array(LogBlock).parse(stored)).toEqual(blocks);
    expect(await store.log.latest(CHANNEL.id)).toEqual(blocks[2]);
  });

  test('accepts a block that fills a hole exactly', async () => {
    await store.log.append([blockAt(0), blockAt(2)]);
    await store.log.append([blockAt(1)]);
    expect(await store.log.blocksIn(CHANNEL.id, DAY)).toEqual(buildBlocks(3));
  });

  test.for([
    ['the same block again', (block: LogBlock) => block],
    [
      'a block that begins before a stored one ends',
      (block: LogBlock) => ({ ...block, startAt: block.startAt + 1, endAt: block.endAt + 5 }),
    ],
    [
      'a block around a stored one',
      (block: LogBlock) => ({ ...block, startAt: block.startAt - 5, endAt: block.endAt + 5 }),
    ],
    [
      'a block that ends after a stored one begins',
      (block: LogBlock) => ({ ...block, startAt: block.startAt - 5, endAt: block.endAt - 1 }),
    ],
  ] as const)('refuses %s and keeps nothing of the batch', async ([, change]) => {
    await store.log.append([blockAt(1)]);
    const batch = store.log.append([blockAt(3), change(blockAt(1))]);
    await expect(batch).rejects.toMatchObject({ code: 'seam-invalid' });
    expect(await store.log.blocksIn(CHANNEL.id, DAY)).toEqual([blockAt(1)]);
  });

  test('refuses media sequence numbers that run backwards, on either side', async () => {
    await store.log.append([blockAt(1)]);
    const low = { ...blockAt(2), firstMediaSequence: blockAt(1).firstMediaSequence };
    await expect(store.log.append([low])).rejects.toMatchObject({
      code: 'seam-invalid',
      details: { field: 'firstMediaSequence' },
    });
    const high = { ...blockAt(0), mediaSegmentCount: blockAt(0).mediaSegmentCount + 1 };
    await expect(store.log.append([high])).rejects.toMatchObject({
      code: 'seam-invalid',
      details: { field: 'firstMediaSequence' },
    });
  });

  test('refuses frame numbers that run backwards', async () => {
    await store.log.append([blockAt(1)]);
    const early = { ...blockAt(2), firstFrame: blockAt(2).firstFrame - 1 };
    await expect(store.log.append([early])).rejects.toMatchObject({
      code: 'seam-invalid',
      details: { field: 'firstFrame' },
    });
  });

  test('refuses a block of a day or an airing that is not frozen', async () => {
    const noDay = { ...blockAt(0), scheduleDayId: ScheduleDayId.parse('none') };
    await expect(store.log.append([noDay])).rejects.toMatchObject({ code: 'not-found' });
    const noAiring = { ...blockAt(0), airingId: blockAt(60).airingId };
    await expect(store.log.append([noAiring])).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('blocksIn', () => {
  test('answers blocks that touch the half-open window, in order', async () => {
    await store.log.append(buildBlocks(4));
    const inside = async (startAt: number, endAt: number) =>
      (await store.log.blocksIn(CHANNEL.id, { startAt, endAt })).map(
        (block) => (block.startAt - DAY.startAt) / HALF_HOUR_MS,
      );
    expect(await inside(DAY.startAt + 1, DAY.startAt + HALF_HOUR_MS)).toEqual([0]);
    expect(await inside(DAY.startAt + HALF_HOUR_MS, DAY.startAt + HALF_HOUR_MS + 1)).toEqual([1]);
    expect(await inside(DAY.startAt + 1, DAY.startAt + 3 * HALF_HOUR_MS)).toEqual([0, 1, 2]);
    expect(await inside(DAY.startAt - 10, DAY.startAt)).toEqual([]);
  });
});

describe('discontinuitiesUntil', () => {
  test.each([
    { stored: [], counts: [0, 0, 0, 0, 0, 0] },
    { stored: [0, 1, 2], counts: [0, 0, 0, 0, 0, 0] },
    { stored: [1, 2, 4, 5], counts: [0, 0, 0, 0, 1, 1] },
    { stored: [0, 2, 3, 5], counts: [0, 0, 1, 1, 1, 2] },
  ])('counts the holes of a log of the half hours $stored', async ({ stored, counts }) => {
    await store.log.append(stored.map(blockAt));
    for (const [index, count] of counts.entries()) {
      const at = DAY.startAt + index * HALF_HOUR_MS;
      expect(await store.log.discontinuitiesUntil(CHANNEL.id, at)).toBe(count);
      expect(await store.log.discontinuitiesUntil(ChannelId.parse('another'), at)).toBe(0);
    }
  });
});

describe('interstitialsIn', () => {
  test('answers what fills breaks in the window, with its start', async () => {
    await store.log.append(buildBlocks(3));
    const [first, next] = buildBlocks(3).map((block) => block.startAt + 1_320_000);
    const window = { startAt: DAY.startAt, endAt: next ?? 0 };
    expect(await store.log.interstitialsIn(CHANNEL.id, window)).toEqual([
      { assetId: 'soap', startAt: first },
    ]);
    const later = { startAt: (first ?? 0) + 1, endAt: DAY.endAt };
    expect(await store.log.interstitialsIn(CHANNEL.id, later)).toHaveLength(2);
  });
});

describe('locked blocks', () => {
  test.for([
    `UPDATE log_blocks SET end_at = end_at + 1`,
    `UPDATE log_events SET asset_id = NULL`,
    `UPDATE log_events SET frame_count = frame_count + 1`,
  ])('refuse %s', async (statement) => {
    await store.log.append([blockAt(0)]);
    const raw = new SqliteDatabase(temporary.path);
    expect(() => raw.exec(statement)).toThrow('conflict');
    raw.close();
    expect(await store.log.latest(CHANNEL.id)).toEqual(blockAt(0));
  });
});
