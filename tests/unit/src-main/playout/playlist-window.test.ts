import { describe, expect, test } from 'vitest';
import fc from 'fast-check';

import { createChannelTimeline } from '#main/playout/channel-timeline.ts';
import { publishAheadMs, publishedRange } from '#main/playout/playlist-window.ts';
import { DEFAULT_HOUSE_FORMAT, targetDurationSeconds } from '#shared/model/house-format.ts';
import { buildLog } from '#tests/helpers/build-log.ts';

const epochAt = Date.UTC(2026, 0, 1, 6);
const format = DEFAULT_HOUSE_FORMAT;
const timeline = createChannelTimeline(
  { epochAt, houseFormat: format },
  buildLog({
    channelId: 'c',
    epochAt,
    startAt: epochAt,
    format,
    blocks: Array.from({ length: 20 }, () => [
      { assetId: 'a', durationMs: 100_001 },
      { assetId: 'b', durationMs: 30_000 },
      { durationMs: 49_999 },
    ]),
  }),
);

function windowAt(now: number, sessionFromMediaSequence = 0, dvrWindowMinutes = 5) {
  const range = publishedRange(timeline, {
    now,
    format,
    sessionFromMediaSequence,
    dvrWindowMinutes,
  });
  return range ? timeline.range(range.from, range.to) : [];
}

describe('publishedRange', () => {
  test('publishes three target durations ahead and not a segment more', () => {
    const now = epochAt + 700_123;
    const places = windowAt(now);
    const last = places.at(-1);
    const unpublished = timeline.place((last?.mediaSequence ?? 0) + 1);
    expect(publishAheadMs(format)).toBe(3_000 * targetDurationSeconds(format));
    expect(last?.endAt).toBeLessThanOrEqual(now + publishAheadMs(format));
    expect(unpublished?.endAt).toBeGreaterThan(now + publishAheadMs(format));
  });

  test('never lists a lower number later, and never forgets one inside the window', () => {
    const start = epochAt + 300_000;
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_500_000 }),
        fc.integer({ min: 0, max: 60_000 }),
        (offsetMs, laterMs) => {
          const earlier = windowAt(start + offsetMs);
          const later = windowAt(start + offsetMs + laterMs);
          const sequences = later.map((place) => place.mediaSequence);
          expect(sequences[0]).toBeGreaterThanOrEqual(earlier[0]?.mediaSequence ?? Infinity);
          const stillListed = earlier.filter((place) => place.mediaSequence >= (sequences[0] ?? 0));
          for (const place of stillListed) expect(sequences).toContain(place.mediaSequence);
          expect(sequences).toEqual(sequences.map((_, index) => (sequences[0] ?? 0) + index));
        },
      ),
    );
  });

  test('begins where the session began and always lists what is on the air', () => {
    const now = epochAt + 500_000;
    const onAir = timeline.placeAt(now)?.mediaSequence ?? -1;
    expect(windowAt(now, onAir)[0]?.mediaSequence).toBe(onAir);
    expect(windowAt(now, Number.MAX_SAFE_INTEGER)[0]?.mediaSequence).toBe(onAir);
  });

  test('is empty where there is no log', () => {
    expect(windowAt(epochAt - 1)).toEqual([]);
  });
});
