import { describe, expect, test } from 'vitest';
import fc from 'fast-check';

import { createChannelTimeline } from '#main/playout/channel-timeline.ts';
import { DEFAULT_HOUSE_FORMAT } from '#shared/model/house-format.ts';
import { buildLog } from '#tests/helpers/build-log.ts';

const epochAt = Date.UTC(2026, 0, 1, 6);
const channel = { epochAt, houseFormat: DEFAULT_HOUSE_FORMAT };
const pieces = [{ assetId: 'a', durationMs: 61_234 }, { durationMs: 3 * 60_000 - 61_234 }];

function timelineOf(blocks: number) {
  return createChannelTimeline(
    channel,
    buildLog({
      channelId: 'c',
      epochAt,
      startAt: epochAt,
      format: DEFAULT_HOUSE_FORMAT,
      blocks: Array.from({ length: blocks }, () => pieces),
      firstMediaSequence: 100,
    }),
    0,
  );
}

describe('createChannelTimeline', () => {
  test('lays media segments end to end without a missing or repeated frame', () => {
    const timeline = timelineOf(5);
    const places = timeline.range(100, timeline.endMediaSequence);
    let frame = places[0]?.firstFrame ?? -1;
    for (const place of places) {
      expect(place.firstFrame).toBe(frame);
      frame += place.frameCount;
    }
    const last = timeline.blocks.at(-1);
    expect(frame).toBe((last?.firstFrame ?? 0) + (last?.frameCount ?? 0));
    expect(places.length).toBe(timeline.endMediaSequence - 100);
  });

  test('finds the segment on the air at any instant, with the start included and the end not', () => {
    const timeline = timelineOf(4);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 12 * 60_000 - 40 }), (offsetMs) => {
        const place = timeline.placeAt(epochAt + offsetMs);
        expect(place).not.toBeNull();
        expect(place?.startAt).toBeLessThanOrEqual(epochAt + offsetMs);
        expect(place?.endAt).toBeGreaterThan(epochAt + offsetMs);
        expect(timeline.place(place?.mediaSequence ?? -1)).toEqual(place);
      }),
    );
  });

  test('knows nothing outside the log', () => {
    const timeline = timelineOf(1);
    expect(timeline.place(99)).toBeNull();
    expect(timeline.place(timeline.endMediaSequence)).toBeNull();
    expect(timeline.placeAt(epochAt - 1)).toBeNull();
    expect(timeline.placeAt(epochAt + 3 * 60_000 + 40)).toBeNull();
  });

  test('answers nothing inside a hole that an absence of the station left', () => {
    const [first] = buildLog({
      channelId: 'c',
      epochAt,
      startAt: epochAt,
      format: DEFAULT_HOUSE_FORMAT,
      blocks: [pieces],
    });
    const later = buildLog({
      channelId: 'c',
      epochAt,
      startAt: epochAt + 600_000,
      format: DEFAULT_HOUSE_FORMAT,
      blocks: [pieces],
      firstMediaSequence: (first?.mediaSegmentCount ?? 0) + 0,
    });
    const timeline = createChannelTimeline(channel, [...(first ? [first] : []), ...later], 0);
    expect(timeline.placeAt(epochAt + 400_000)).toBeNull();
    expect(timeline.placeAt(epochAt + 601_000)?.block.id).toBe(later[0]?.id);
  });
});
