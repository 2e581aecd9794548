import { describe, expect, test } from 'vitest';
import fc from 'fast-check';

import { createChannelTimeline } from '#main/playout/channel-timeline.ts';
import { livePlaylist } from '#main/playout/live-playlist.ts';
import { isPublished, publishAheadMs, publishedRange } from '#main/playout/playlist-window.ts';
import { renumberBlocks } from '#shared/log/renumber.ts';
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
  0,
);

function windowAt(now: number, sessionFromMediaSequence = 0, dvrWindowMinutes = 5) {
  const range = publishedRange(timeline, {
    now,
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

/** A log whose blocks are apart in time and in number as told; all times from the epoch. */
function logWithHoles(blocks: readonly { gapMs: number; lost: number; lengthMs: number }[]) {
  let startAt = epochAt;
  let firstMediaSequence = 100;
  return blocks.flatMap(({ gapMs, lost, lengthMs }) => {
    startAt += gapMs;
    firstMediaSequence += lost;
    const block = buildLog({
      channelId: 'c',
      epochAt,
      startAt,
      format,
      blocks: [[{ assetId: 'a', durationMs: lengthMs }]],
      firstMediaSequence,
    });
    startAt += lengthMs;
    firstMediaSequence += block[0]?.mediaSegmentCount ?? 0;
    return block;
  });
}

describe('a log with holes', () => {
  const WINDOW_MINUTES = 2;

  test('is listed from the first segment inside the window, not from the beginning', () => {
    const holed = createChannelTimeline(
      { epochAt, houseFormat: format },
      logWithHoles([
        { gapMs: 0, lost: 0, lengthMs: 3_600_000 },
        { gapMs: 1_800_000, lost: 0, lengthMs: 600_000 },
      ]),
      0,
    );
    const now = epochAt + 5_400_000 + 30_000;
    const range = publishedRange(holed, {
      now,
      sessionFromMediaSequence: 0,
      dvrWindowMinutes: 15,
    });
    const places = range ? holed.range(range.from, range.to) : [];
    expect(places[0]).toEqual(holed.place(holed.blocks[1]?.firstMediaSequence ?? -1));
    expect(places[0]?.discontinuitySequence).toBe(1);
  });

  test('never lists more than the window, a lower number or a lower discontinuity, nor a number by a wrong position', () => {
    const hole = fc.record({
      gapMs: fc.constantFrom(0, 0, 0, 1_000, 40_000, 200_000),
      lost: fc.constantFrom(0, 0, 0, 1, 470),
      lengthMs: fc.constantFrom(4_000, 30_000, 100_001),
    });
    fc.assert(
      fc.property(
        fc.array(hole, { minLength: 2, maxLength: 8 }),
        fc.integer({ min: 900, max: 9_000 }),
        fc.nat({ max: 3 }),
        (blocks, stepMs, before) => {
          const holed = createChannelTimeline(
            { epochAt, houseFormat: format },
            logWithHoles(blocks),
            before,
          );
          const endAt = holed.blocks.at(-1)?.endAt ?? 0;
          let [last, lastDiscontinuity] = [-1, before];
          const discontinuityOf = new Map<number, number>();
          for (let now = epochAt; now < endAt; now += stepMs) {
            const options = {
              now,
              sessionFromMediaSequence: 0,
              dvrWindowMinutes: WINDOW_MINUTES,
            };
            const range = publishedRange(holed, options);
            expect(range === null).toBe(holed.placeAt(now) === null);
            if (!range) continue;
            const places = holed.range(range.from, range.to);
            expect(places.length).toBe(range.to - range.from);
            const first = places[0];
            expect(first?.mediaSequence).toBeGreaterThanOrEqual(last);
            expect(first?.discontinuitySequence).toBeGreaterThanOrEqual(lastDiscontinuity);
            expect(first?.endAt).toBeGreaterThan(now - WINDOW_MINUTES * 60_000);
            last = first?.mediaSequence ?? last;
            lastDiscontinuity = first?.discontinuitySequence ?? lastDiscontinuity;
            const wrong = places.filter(({ mediaSequence: number, discontinuitySequence }) => {
              const known = discontinuityOf.get(number) ?? discontinuitySequence;
              discontinuityOf.set(number, known);
              return known !== discontinuitySequence || !isPublished(holed, options, number);
            });
            expect(wrong).toEqual([]);
            const onAir = holed.placeAt(now);
            expect(isPublished(holed, options, onAir?.mediaSequence ?? -1)).toBe(true);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('a segment that has left the playlist', () => {
  test('is still to be had for a minute, by who read it there', () => {
    const line = createChannelTimeline(
      { epochAt, houseFormat: format },
      logWithHoles(Array.from({ length: 4 }, () => ({ gapMs: 0, lost: 0, lengthMs: 300_000 }))),
      0,
    );
    const options = { sessionFromMediaSequence: 0, dvrWindowMinutes: 2 };
    const readAt = epochAt + 600_000;
    const listed = livePlaylist(line, { ...options, now: readAt })?.segments ?? [];
    const isHeldAt = (afterMs: number): boolean[] =>
      listed.map(({ mediaSequence }) =>
        isPublished(line, { ...options, now: readAt + afterMs }, mediaSequence),
      );
    expect(isHeldAt(59_000)).not.toContain(false);
    expect(isHeldAt(70_000)[0]).toBe(false);
    expect(livePlaylist(line, { ...options, now: readAt + 59_000 })?.mediaSequence).toBeGreaterThan(
      listed[0]?.mediaSequence ?? Infinity,
    );
  });
});

describe('the line of segments across holes', () => {
  test('goes on with the segment that airs next, whatever its number', () => {
    const holed = createChannelTimeline(
      { epochAt, houseFormat: format },
      logWithHoles([
        { gapMs: 0, lost: 0, lengthMs: 10_000 },
        { gapMs: 0, lost: 470, lengthMs: 10_000 },
        { gapMs: 60_000, lost: 0, lengthMs: 10_000 },
      ]),
      0,
    );
    const walked = [];
    for (let place = holed.firstFrom(0); place; place = holed.after(place)) walked.push(place);
    expect(walked).toEqual(holed.range(0, holed.endMediaSequence));
    expect(new Set(walked.map((place) => place.runFromMediaSequence)).size).toBe(2);
    expect(walked.at(-1)?.discontinuitySequence).toBe(2);
    expect(holed.firstFrom(epochAt + 30_000)?.block).toBe(holed.blocks[2]);
    expect(holed.firstFrom(epochAt + 100_000)).toBeNull();
  });
});

describe('a log that was laid again because the clock was set back', () => {
  test('is listed under later numbers, and as another line of pictures', () => {
    const options = { sessionFromMediaSequence: 0, dvrWindowMinutes: 2 };
    const blocks = logWithHoles(
      Array.from({ length: 12 }, () => ({ gapMs: 0, lost: 0, lengthMs: 300_000 })),
    );
    const atFirst = createChannelTimeline({ epochAt, houseFormat: format }, blocks, 0);
    const wrongly = livePlaylist(atFirst, { ...options, now: epochAt + 3_000_000 });
    const setBackTo = epochAt + 400_000;
    const kept = blocks.filter(({ endAt }) => endAt <= setBackTo);
    const laid = renumberBlocks(blocks.slice(kept.length), atFirst.endMediaSequence);
    const again = createChannelTimeline({ epochAt, houseFormat: format }, [...kept, ...laid], 0);
    let last = wrongly;
    for (let now = setBackTo; now < epochAt + 3_000_000; now += 7_000) {
      const playlist = livePlaylist(again, { ...options, now });
      expect(playlist?.mediaSequence).toBeGreaterThanOrEqual(last?.mediaSequence ?? Infinity);
      expect(playlist?.discontinuitySequence).toBe(1);
      last = playlist;
    }
    expect(wrongly?.discontinuitySequence).toBe(0);
  });
});
