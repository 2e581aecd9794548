import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createChannelTimeline } from '#main/playout/channel-timeline.ts';
import { expandAirings } from '#shared/log/expand.ts';
import { locateInstant } from '#shared/log/read/locate.ts';
import { lockBlocks } from '#shared/log/lock.ts';
import { validateSeams } from '#shared/log/read/validate-seams.ts';
import type { Channel } from '#shared/model/channel.ts';
import { frameRateOf, mediaSegmentCount } from '#shared/model/house-format.ts';
import type { LogBlock } from '#shared/model/log.ts';
import { EMPTY_CARRY } from '#shared/model/schedule-day.ts';
import { buildCatalog, type Catalog } from '#shared/planning/choose/catalog.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { broadcastDayStart } from '#shared/time/broadcast-day.ts';
import { frameAt } from '#shared/time/frames.ts';
import {
  plannedBy,
  makeAsset,
  makeCatalog,
  makeChannel,
  makePlan,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

const channel = makeChannel();
const plan = makePlan('plan', [
  makeRow(0, 720, 'series:alpha'),
  makeRow(720, 720, 'asset:movie-long'),
]);

function lockDay(
  on: Channel = channel,
  of: Catalog = makeCatalog(),
  date = '2026-03-07',
): LogBlock[] {
  const { day } = resolveDay({
    channel: on,
    date,
    planned: plannedBy([plan]),
    catalog: of,
    carryIn: EMPTY_CARRY,
  });
  const drafts = expandAirings({
    channel: on,
    airings: day.airings,
    catalog: of,
    history: new Map(),
  });
  return lockBlocks({ channel: on, drafts, firstMediaSequence: 100, lockedAt: 1 });
}

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

describe('lockBlocks', () => {
  const blocks = lockDay();

  test('locks a full day of contiguous blocks with the same bytes each time', () => {
    expect(blocks[0]?.startAt).toBe(broadcastDayStart(channel, '2026-03-07'));
    expect(blocks.at(-1)?.endAt).toBe(broadcastDayStart(channel, '2026-03-08'));
    expect(validateSeams(channel, blocks)).toEqual([]);
    expect(JSON.stringify(lockDay())).toBe(JSON.stringify(blocks));
  });

  test('fills each block with events that sum to it in time, pictures and media segments', () => {
    for (const block of blocks) {
      expect(sum(block.events.map(({ durationMs }) => durationMs))).toBe(
        block.endAt - block.startAt,
      );
      expect(sum(block.events.map(({ frameCount }) => frameCount))).toBe(block.frameCount);
      expect(sum(block.events.map((event) => event.mediaSegmentCount))).toBe(
        block.mediaSegmentCount,
      );
      for (const event of block.events) {
        expect(event.mediaSegmentCount).toBe(
          mediaSegmentCount(event.frameCount, channel.houseFormat),
        );
      }
    }
  });

  test('places every fence at the frame of its instant, counted from the epoch', () => {
    const rate = frameRateOf(channel.houseFormat);
    for (const block of blocks) {
      expect(block.firstFrame).toBe(frameAt(block.startAt, channel.epochAt, rate));
      expect(block.firstFrame + block.frameCount).toBe(frameAt(block.endAt, channel.epochAt, rate));
    }
  });

  test('continues an act at the picture after the act before it', () => {
    let acts = 0;
    for (const block of blocks) {
      let next = 0;
      for (const event of block.events.filter(({ kind }) => kind === 'act')) {
        expect(event.assetInFrame).toBe(next);
        next += event.frameCount;
        acts += 1;
      }
    }
    expect(acts).toBeGreaterThan(100);
  });

  test('gives events asset, break total and gain', () => {
    const block = blocks[0];
    const breakMs = sum(
      (block?.events ?? [])
        .filter(({ kind }) => kind !== 'act')
        .map(({ durationMs }) => durationMs),
    );
    expect(breakMs).toBe(480_000);
    for (const event of block?.events ?? []) {
      expect(event.assetId === null).toBe(event.kind === 'pad');
      expect(event.gainDb).toBe(event.kind === 'pad' ? 0 : -4);
      expect(event.breakIndex === null).toBe(event.kind === 'act');
    }
  });

  test('names blocks and events by channel, date and start', () => {
    const other = lockDay(makeChannel({ slug: 'retro-two' }));
    const ids = new Set(
      [...blocks, ...other].flatMap(({ id, events }) => [id, ...events.map((event) => event.id)]),
    );
    const count = sum([...blocks, ...other].map(({ events }) => events.length + 1));
    expect(ids.size).toBe(count);
  });

  test('makes a slate airing pads of at most an hour', () => {
    const [block] = lockDay(channel, buildCatalog([]));
    expect(block?.events.map(({ kind, durationMs }) => [kind, durationMs])).toEqual(
      Array.from({ length: 12 }, () => ['pad', 3_600_000]),
    );
  });

  test('joins an event too short for a picture to its neighbour', () => {
    const exact = makeChannel({ houseFormat: { height: 720, rate: '25' } });
    const { day } = resolveDay({
      channel: exact,
      date: '2026-03-07',
      planned: plannedBy([plan]),
      catalog: makeCatalog(),
      carryIn: EMPTY_CARRY,
    });
    const [draft] = expandAirings({
      channel: exact,
      airings: day.airings.slice(0, 1),
      catalog: makeCatalog(),
      history: new Map(),
    });
    const first = draft?.events[0];
    if (!draft || !first) throw new Error('The day has an airing.');
    const speck = { ...first, durationMs: 5 };
    const rest = { ...first, inPointMs: 5, durationMs: first.durationMs - 10 };
    const events = [
      speck,
      rest,
      { ...speck, inPointMs: first.durationMs - 5 },
      ...draft.events.slice(1),
    ];
    const [block] = lockBlocks({
      channel: exact,
      drafts: [{ ...draft, events }],
      firstMediaSequence: 0,
      lockedAt: 1,
    });
    expect(block?.events).toHaveLength(draft.events.length);
    expect(sum((block?.events ?? []).map(({ frameCount }) => frameCount))).toBe(block?.frameCount);
  });

  test('ends overlong content at the fence', () => {
    const { day } = resolveDay({
      channel,
      date: '2026-03-07',
      planned: plannedBy([plan]),
      catalog: makeCatalog(),
      carryIn: EMPTY_CARRY,
    });
    const [airing] = day.airings;
    if (!airing) throw new Error('The day has an airing.');
    const overlong = { ...airing, contentDurationMs: 9_999_999 };
    const drafts = expandAirings({
      channel,
      airings: [overlong],
      catalog: makeCatalog(),
      history: new Map(),
    });
    const [block] = lockBlocks({ channel, drafts, firstMediaSequence: 0, lockedAt: 1 });
    expect(block?.events).toMatchObject([
      { kind: 'act', durationMs: airing.endAt - airing.startAt },
    ]);
  });

  test('locks nothing when drafts leave a gap, overlap or come out of order', () => {
    const { day } = resolveDay({
      channel,
      date: '2026-03-07',
      planned: plannedBy([plan]),
      catalog: makeCatalog(),
      carryIn: EMPTY_CARRY,
    });
    const drafts = expandAirings({
      channel,
      airings: day.airings,
      catalog: makeCatalog(),
      history: new Map(),
    });
    const lock = (chosen: readonly (typeof drafts)[number][]) => () =>
      lockBlocks({ channel, drafts: chosen, firstMediaSequence: 0, lockedAt: 1 });
    const refusal: unknown = expect.objectContaining({ code: 'seam-invalid' });
    expect(lock(drafts.toSpliced(1, 1))).toThrow(refusal);
    expect(lock([...drafts].reverse())).toThrow(refusal);
    expect(lock(drafts.map((draft) => ({ ...draft, events: draft.events.slice(1) })))).toThrow(
      refusal,
    );
  });

  test('sums exactly for content of any length on any format and grid', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1_000, max: 8_000_000 }), { minLength: 1, maxLength: 6 }),
        fc.array(fc.nat(8_000_000), { maxLength: 5 }),
        fc.constantFrom('25', '29.97', '30'),
        fc.constantFrom(15, 30, 60),
        fc.constantFrom('America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'),
        (durations, points, rate, gridMinutes, timezone) => {
          const on = makeChannel({
            timezone,
            gridMinutes: gridMinutes as 15,
            houseFormat: { height: 720, rate: rate },
          });
          const breakpointsMs = points.sort((a, b) => a - b);
          const extra = durations.map((durationMs, index) =>
            makeAsset(`any-${String(index)}`, { durationMs, breakpointsMs }),
          );
          for (const date of ['2026-04-04', '2026-10-03']) {
            expect(validateSeams(on, lockDay(on, makeCatalog(extra), date))).toEqual([]);
          }
        },
      ),
      { seed: 8, numRuns: 25 },
    );
  });
});

describe('validateSeams', () => {
  const blocks = lockDay().slice(0, 6);
  const tamper = (index: number, changes: Partial<LogBlock>): string[] =>
    validateSeams(
      channel,
      blocks.map((block, at) => (at === index ? { ...block, ...changes } : block)),
    ).map(({ rule }) => rule);
  const third = blocks[2] as LogBlock;

  test('finds a gap and an overlap of one millisecond', () => {
    expect(tamper(2, { endAt: third.endAt - 1 })).toContain('INV-TL-SEAM-001');
    expect(tamper(2, { endAt: third.endAt + 1 })).toContain('INV-TL-SEAM-001');
  });

  test('finds a length that is not a whole number of grid slots', () => {
    expect(tamper(5, { endAt: (blocks[5]?.endAt ?? 0) + 60_000 })).toContain('INV-TL-SEAM-002');
  });

  test('finds swapped blocks', () => {
    const swapped = [blocks[1], blocks[0], ...blocks.slice(2)] as LogBlock[];
    expect(validateSeams(channel, swapped).map(({ rule }) => rule)).toContain('INV-TL-SEAM-003');
  });

  test('finds a block without length', () => {
    expect(tamper(2, { endAt: third.startAt })).toContain('INV-TL-SEAM-004');
  });

  test('finds a frame and a media sequence number out of line', () => {
    expect(tamper(2, { frameCount: third.frameCount + 1 })).toContain('INV-FRAME-001');
    expect(tamper(2, { firstMediaSequence: third.firstMediaSequence + 1 })).toContain(
      'MEDIA-SEQUENCE',
    );
  });

  test('finds an act that does not go on where the one before stopped', () => {
    const act = third.events.findLast(({ kind }) => kind === 'act');
    const events = third.events.map((event) =>
      event === act ? { ...event, assetInFrame: event.assetInFrame + 1 } : event,
    );
    expect(tamper(2, { events })).toEqual(['INV-FRAME-001']);
  });

  test('finds events that do not tile their block', () => {
    expect(tamper(2, { events: third.events.slice(0, -1) })).toContain('INV-TL-SEAM-001');
    expect(tamper(2, { events: third.events.toSpliced(1, 1) })).toContain('INV-TL-SEAM-001');
  });
});

describe('locateInstant', () => {
  const blocks = lockDay();

  test('skips the first act and enters the break part way for a viewer who joins late', () => {
    const [block] = blocks;
    const position = locateInstant(blocks, (block?.startAt ?? 0) + 400_000);
    expect(position?.blockOffsetMs).toBe(400_000);
    expect(position?.event.breakIndex).toBe(0);
    expect((position?.event.startAt ?? 0) + (position?.eventOffsetMs ?? 0)).toBe(
      (block?.startAt ?? 0) + 400_000,
    );
    expect((position?.eventOffsetMs ?? 0) + (position?.eventRemainingMs ?? 0)).toBe(
      position?.event.durationMs,
    );
  });

  test('is at offset 0 of the next block at the very fence', () => {
    const position = locateInstant(blocks, blocks[0]?.endAt ?? 0);
    expect(position?.block.id).toBe(blocks[1]?.id);
    expect(position?.blockOffsetMs).toBe(0);
  });

  test('is nowhere outside the log', () => {
    expect(locateInstant(blocks, (blocks[0]?.startAt ?? 0) - 1)).toBeNull();
    expect(locateInstant(blocks, blocks.at(-1)?.endAt ?? 0)).toBeNull();
    expect(locateInstant([], 0)).toBeNull();
  });

  test('agrees with the frame on air at any instant', () => {
    const timeline = createChannelTimeline(channel, blocks, 0);
    const startAt = blocks[0]?.startAt ?? 0;
    const lengthMs = (blocks.at(-1)?.endAt ?? 0) - startAt;
    fc.assert(
      fc.property(fc.nat(lengthMs - 40), (offsetMs) => {
        const at = startAt + offsetMs;
        const position = locateInstant(blocks, at);
        expect(position?.blockOffsetMs).toBe(at - (position?.block.startAt ?? 0));
        const place = timeline.placeAt(at);
        expect(place?.startAt).toBeLessThanOrEqual(at);
        expect(place?.endAt).toBeGreaterThan(at);
        const inEventMs = ((place?.firstFrameInEvent ?? 0) * 1_001) / 30;
        expect(
          Math.abs((place?.event.startAt ?? 0) + inEventMs - (place?.startAt ?? 0)),
        ).toBeLessThan(36);
      }),
      { seed: 9 },
    );
  });
});

describe('what playout makes of the log', () => {
  test('gives the player the rows of the log, summing to the block', () => {
    for (const block of lockDay()) {
      const timeline = createChannelTimeline(channel, [block], 0);
      const places = timeline.range(block.firstMediaSequence, timeline.endMediaSequence);
      const framesOf = Map.groupBy(places, ({ event }) => event.id);
      expect([...framesOf].map(([id, own]) => [id, sum(own.map((it) => it.frameCount))])).toEqual(
        block.events.map(({ id, frameCount }) => [id, frameCount]),
      );
      expect(sum(places.map(({ frameCount }) => frameCount))).toBe(block.frameCount);
    }
  });
});
