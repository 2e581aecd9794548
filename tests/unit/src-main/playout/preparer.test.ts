import { describe, expect, test } from 'vitest';

import type { HouseSegment } from '#main/media/house-segment.ts';
import { createChannelTimeline } from '#main/playout/channel-timeline.ts';
import type { ConformSlice } from '#main/playout/conform-run.ts';
import { createPreparer, type Preparer } from '#main/playout/preparer.ts';
import type { SegmentCache } from '#main/playout/segment-cache.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { DEFAULT_HOUSE_FORMAT } from '#shared/model/house-format.ts';
import { AssetId, ChannelId } from '#shared/model/ids.ts';
import { buildAsset } from '#tests/helpers/build-asset.ts';
import { buildLog } from '#tests/helpers/build-log.ts';
import { createManualClock, TEST_EPOCH_AT } from '#tests/helpers/manual-clock.ts';

const ONE = ChannelId.parse('one');
const TWO = ChannelId.parse('two');
const format = DEFAULT_HOUSE_FORMAT;
const RUNWAY = { urgency: 'runway', graceUntilAt: 0 } as const;
const TOOLS = { ffmpeg: 'ffmpeg', ffprobe: 'ffprobe', version: '7', origin: 'path' } as never;

/** A minute of a film of its own, as places of a channel. */
function placesOf(channelId: ChannelId) {
  const timeline = createChannelTimeline(
    { epochAt: TEST_EPOCH_AT, houseFormat: format },
    buildLog({
      channelId,
      format,
      epochAt: TEST_EPOCH_AT,
      startAt: TEST_EPOCH_AT + 60_000,
      blocks: [[{ assetId: `film-of-${channelId}`, durationMs: 60_000 }]],
    }),
    0,
  );
  return timeline.range(0, timeline.endMediaSequence);
}

/** A preparer whose encoder takes ten seconds of the clock and notes how many work for whom. */
function lab(options: { concurrency: number; limits?: Readonly<Record<string, number>> }) {
  const clock = createManualClock();
  const kept = new Set<string>();
  const working = new Map<string, number>();
  const most = new Map<string, number>();
  let mostAtAll = 0;
  const failing = new Set<string>();
  const conform: ConformSlice = async (_tools, { cut }, source) => {
    const who = source.absolutePath;
    working.set(who, (working.get(who) ?? 0) + 1);
    most.set(who, Math.max(most.get(who) ?? 0, working.get(who) ?? 0));
    mostAtAll = Math.max(
      mostAtAll,
      [...working.values()].reduce((sum, count) => sum + count, 0),
    );
    await new Promise<void>((resolve) => clock.callAt(clock.nowAt() + 10_000, resolve));
    working.set(who, (working.get(who) ?? 0) - 1);
    if (failing.has(who)) throw new AppError('media-unreadable', 'broken');
    return cut.segmentFrames.map((frameCount) => ({ frameCount }) as unknown as HouseSegment);
  };
  const cache = {
    has: (key: string) => kept.has(key),
    write: (key: string) => {
      kept.add(key);
      return Promise.resolve();
    },
  } as unknown as SegmentCache;
  const preparer: Preparer = createPreparer({
    cache,
    clock,
    processClock: clock,
    conform,
    tools: () => TOOLS,
    onFailure: () => undefined,
    concurrency: options.concurrency,
    limitOf: (id) => options.limits?.[id] ?? Infinity,
    playable: (event) =>
      Promise.resolve(
        event.assetId === null
          ? null
          : {
              asset: buildAsset({
                id: AssetId.parse(event.assetId),
                contentIdentity: event.assetId,
              }),
              absolutePath: event.assetId,
            },
      ),
  });
  return { preparer, clock, kept, most, failing, mostAtAll: () => mostAtAll };
}

describe('the limit of a channel', () => {
  test('is kept while another channel takes what is left', async () => {
    const { preparer, clock, kept, most, mostAtAll } = lab({
      concurrency: 4,
      limits: { one: 1 },
    });
    const [one, two] = [placesOf(ONE), placesOf(TWO)];
    await preparer.want(ONE, one, RUNWAY);
    await preparer.want(TWO, two, RUNWAY);
    expect(preparer.usageOf(ONE)).toMatchObject({ runningCount: 1 });
    expect(preparer.usageOf(ONE).waitingCount).toBeGreaterThan(3);
    expect(preparer.usageOf(TWO)).toMatchObject({ runningCount: 3 });
    await clock.advance(300_000);
    expect(kept.size).toBe(one.length + two.length);
    expect(most).toEqual(
      new Map([
        ['film-of-one', 1],
        ['film-of-two', 3],
      ]),
    );
    expect(mostAtAll()).toBe(4);
    expect(preparer.isIdle).toBe(true);
  });

  test('does not hold up what is due on other channels', async () => {
    const { preparer, clock, kept } = lab({ concurrency: 2, limits: { one: 1 } });
    await preparer.want(ONE, placesOf(ONE), RUNWAY);
    await preparer.want(TWO, placesOf(TWO).slice(0, 4), RUNWAY);
    await clock.advance(15_000);
    expect([...kept].length).toBeGreaterThanOrEqual(8);
    expect(preparer.usageOf(TWO)).toMatchObject({ runningCount: 0, waitingCount: 0 });
    expect(preparer.usageOf(ONE).waitingCount).toBeGreaterThan(0);
  });
});

describe('the use that a channel makes', () => {
  test('is counted: encoders now, segments made, time and failures since the start', async () => {
    const { preparer, clock, failing } = lab({ concurrency: 2 });
    const places = placesOf(ONE).slice(0, 4);
    await preparer.want(ONE, places, RUNWAY);
    await clock.advance(20_000);
    expect(preparer.usageOf(ONE)).toEqual({
      runningCount: 0,
      waitingCount: 0,
      failureCount: 0,
      segmentCount: 4,
      encodingMs: 10_000,
    });
    failing.add('film-of-two');
    await preparer.want(TWO, placesOf(TWO).slice(0, 4), RUNWAY);
    await clock.advance(60_000);
    expect(preparer.usageOf(TWO)).toMatchObject({ segmentCount: 0, failureCount: 1 });
    expect(preparer.usageOf(TWO).encodingMs).toBe(20_000);
    expect(preparer.usageOf(ONE).encodingMs).toBe(10_000);
  });
});
