import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createAirMemory, type AirMemory } from '#main/air/air-memory.ts';
import type { AirCalls, AirNews } from '#main/air/ports.ts';
import { createAirFeed, type AirFeed } from '#main/station/air-feed.ts';
import { readerOver, type StationReader } from '#main/station/playout-store.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts';
import { makeRow } from '#tests/helpers/planning-fixtures.ts';
import { createPlanningLab, type PlanningLab } from '#tests/helpers/planning-lab.ts';

const HOUR = 3_600_000;
let lab: PlanningLab;
let feed: AirFeed;
let memory: AirMemory;
let news: AirNews[];
let troubles: string[];
let isDeaf: boolean;
let ids: readonly ChannelId[];

beforeEach(async () => {
  lab = await createPlanningLab();
  const made: ChannelId[] = [];
  for (const series of [lab.alpha, lab.beta]) {
    const channel = await lab.addChannel();
    await lab.addPlan(channel, [makeRow(0, 1_440, `series:${series}`)]);
    made.push(channel.id);
  }
  ids = made;
  await lab.horizon.evaluate();
  memory = createAirMemory([]);
  news = [];
  troubles = [];
  isDeaf = false;
  feed = feedOver(readerOver(lab.store));
});

function feedOver(reader: StationReader): AirFeed {
  return createAirFeed({
    reader,
    clock: lab.clock,
    settings: () => DEFAULT_SETTINGS,
    ownOrigins: () => [],
    guideRevision: () => '1',
    tools: () => null,
    onTrouble: (what) => troubles.push(what),
  });
}

afterEach(async () => {
  feed.stop();
  await lab.dispose();
});

const air = (): AirCalls => {
  const refuse = () => Promise.reject(new Error('not asked here'));
  return {
    start: refuse,
    move: refuse,
    onAir: refuse,
    state: refuse,
    measureDelay: refuse,
    stop: refuse,
    async tell(each) {
      if (isDeaf) throw new Error('gone');
      news.push(each);
      memory.learn(each);
    },
  };
};

/** What the air knows of each channel, beside what the store knows. */
async function logs(): Promise<{ known: unknown; stored: unknown }[]> {
  const now = lab.clock.nowAt();
  const window = { startAt: now, endAt: now + 30 * HOUR };
  return Promise.all(
    ids.map(async (id) => ({
      known: await memory.reader.blocksIn(id, window),
      stored: await lab.store.log.blocksIn(id, window),
    })),
  );
}

async function logOf(id: ChannelId) {
  const now = lab.clock.nowAt();
  return { blocks: await memory.reader.blocksIn(id, { startAt: now, endAt: now + 30 * HOUR }) };
}

describe('the feed of the air', () => {
  test('tells everything that playout reads', async () => {
    await feed.begin(air());
    for (const { known, stored } of await logs()) {
      expect(known).toEqual(stored);
      expect(stored).not.toEqual([]);
    }
    const reader = readerOver(lab.store);
    expect(await memory.reader.channels()).toEqual(await reader.channels());
    const [block] = await lab.store.log.blocksIn(ids[0]!, {
      startAt: lab.clock.nowAt(),
      endAt: lab.clock.nowAt() + HOUR,
    });
    const event = block!.events.find(({ assetId }) => assetId !== null);
    const assetId = event!.assetId!;
    expect(await memory.reader.playable(assetId)).toEqual(await reader.playable(assetId));
    expect(await memory.reader.airingNames(block!.airingId)).toMatchObject({
      title: (await reader.airingNames(block!.airingId))?.title,
    });
  });

  test('tells only what has changed, and of that only the changed part', async () => {
    await feed.begin(air());
    news.length = 0;
    feed.changed(ids[0]!);
    await feed.settled();
    expect(news).toEqual([]);
    await lab.clock.advance(HOUR);
    await lab.horizon.evaluate();
    news.length = 0;
    feed.changed(ids[0]!);
    feed.changed(ids[1]!);
    await feed.settled();
    for (const { known, stored } of await logs()) expect(known).toEqual(stored);
    const told = news.filter((each) => each.kind === 'log').flatMap(({ blocks }) => blocks);
    const [first] = await logs();
    expect(told.length).toBeGreaterThan(0);
    expect(told.length).toBeLessThan((first!.stored as unknown[]).length);
  });

  test('tells again of a file that was out of the log for days', async () => {
    await feed.begin(air());
    // More days than the series has episodes: all of them come again.
    for (let day = 0; day < 6; day += 1) {
      await lab.clock.advance(24 * HOUR);
      await lab.horizon.evaluate();
      feed.changed('channels');
      await feed.settled();
      const { blocks } = await logOf(ids[0]!);
      const assetIds = blocks.flatMap(({ events }) => events.map(({ assetId }) => assetId));
      for (const id of new Set(assetIds)) {
        if (id !== null) expect(await memory.reader.playable(id)).not.toBeNull();
      }
      for (const { airingId } of blocks) {
        expect(await memory.reader.airingNames(airingId)).not.toBeNull();
      }
    }
  });

  test('tells again what could not be told', async () => {
    await feed.begin(air());
    isDeaf = true;
    feed.changed('settings');
    await feed.settled();
    expect(troubles).toEqual(['telling the air']);
    isDeaf = false;
    news.length = 0;
    await lab.clock.advance(1_000);
    await feed.settled();
    expect(news.map(({ kind }) => kind)).toEqual(['settings', 'tools']);
  });

  test('tells the names too once they can be read again', async () => {
    let isLocked = false;
    const reader = readerOver(lab.store);
    feed.stop();
    feed = feedOver({
      ...reader,
      airingNames: (id) =>
        isLocked ? Promise.reject(new Error('locked')) : reader.airingNames(id),
    });
    await feed.begin(air());
    await lab.clock.advance(20 * HOUR);
    await lab.horizon.evaluate();
    isLocked = true;
    feed.changed(ids[0]!);
    await feed.settled();
    expect(troubles).toEqual(['telling the air']);
    isLocked = false;
    await lab.clock.advance(1_000);
    await feed.settled();
    const { blocks } = await logOf(ids[0]!);
    expect(blocks).not.toEqual([]);
    for (const { airingId } of blocks) {
      expect(await memory.reader.airingNames(airingId)).not.toBeNull();
    }
  });

  test('counts a hole in the numbers as the store does, also once it is behind', async () => {
    const [id] = ids;
    const reader = readerOver(lab.store);
    const lost = lab.clock.nowAt() + 2 * HOUR;
    feed.stop();
    // As after some numbers were lost: pictures go on, numbers do not.
    feed = feedOver({
      ...reader,
      blocksIn: async (channelId, window) =>
        (await reader.blocksIn(channelId, window)).map((block) =>
          block.startAt < lost
            ? block
            : { ...block, firstMediaSequence: block.firstMediaSequence + 1_000 },
        ),
    });
    await feed.begin(air());
    const countAt = (at: number) => memory.reader.discontinuitiesUntil(id!, at);
    expect(await countAt(lost - HOUR)).toBe(0);
    expect(await countAt(lost + HOUR)).toBe(1);
    for (const hours of [1, 2, 3, 4]) {
      await lab.clock.advance(hours * HOUR);
      await lab.horizon.evaluate();
      feed.changed(id!);
      await feed.settled();
      const { blocks } = await logOf(id!);
      expect(await countAt(blocks.at(-1)!.startAt)).toBe(1);
    }
  });

  test('tells an air that was started again everything again', async () => {
    await feed.begin(air());
    memory = createAirMemory([]);
    await feed.begin(air());
    for (const { known, stored } of await logs()) expect(known).toEqual(stored);
  });
});
