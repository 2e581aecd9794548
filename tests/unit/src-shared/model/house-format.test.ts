import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  AAC_FRAME_SAMPLES,
  AAC_FRAME_TICKS,
  AUDIO_SAMPLE_RATE_HZ,
  frameRateOf,
  gopFrames,
  houseFormatName,
  longestSegmentFrames,
  mediaSegmentCount,
  mediaSegmentIndexAt,
  mediaSegmentSpan,
  targetDurationSeconds,
  TICKS_PER_SECOND,
  ticksPerFrame,
  widthOf,
  type HouseFormat,
} from '#shared/model/house-format.ts';
import { secondsOfFrames } from '#shared/time/frames.ts';
import { segmentFramesOf } from '#tests/helpers/segment-frames.ts';
import { HOUSE_FORMATS } from '#tests/helpers/house-formats.ts';

const NAMED = HOUSE_FORMATS.map((format) => ({ name: houseFormatName(format), format }));

describe('the cutting of an event into media segments', () => {
  test.for(NAMED)('sums to the event exactly at $name', ({ format }) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500_000 }), (frameCount) => {
        const segments = segmentFramesOf(frameCount, format);
        expect(segments.reduce((sum, frames) => sum + frames, 0)).toBe(frameCount);
        const event = { frameCount, mediaSegmentCount: segments.length };
        expect(event.mediaSegmentCount).toBe(mediaSegmentCount(frameCount, format));
        const last = mediaSegmentSpan(event, segments.length - 1, format);
        expect(mediaSegmentIndexAt(event, last.firstFrame, format)).toBe(segments.length - 1);
        expect(mediaSegmentIndexAt(event, frameCount - 1, format)).toBe(segments.length - 1);
        expect(mediaSegmentIndexAt(event, 0, format)).toBe(0);
      }),
    );
  });

  test.for(NAMED)(
    'keeps every segment within half and one and a half GOPs at $name',
    ({ format }) => {
      const gop = gopFrames(format);
      for (let frameCount = gop / 2; frameCount <= 4 * gop; frameCount += 1) {
        for (const frames of segmentFramesOf(frameCount, format)) {
          expect(frames).toBeGreaterThanOrEqual(gop / 2);
          expect(frames).toBeLessThan(gop * 1.5);
        }
      }
    },
  );

  test('makes one segment of an event shorter than half a GOP', () => {
    expect(segmentFramesOf(1, { height: 720, rate: '29.97' })).toEqual([1]);
  });

  test('joins a short remainder to the last full GOP', () => {
    const format: HouseFormat = { height: 720, rate: '29.97' };
    expect(segmentFramesOf(149, format)).toEqual([60, 89]);
    expect(segmentFramesOf(150, format)).toEqual([60, 60, 30]);
    expect(segmentFramesOf(120, format)).toEqual([60, 60]);
  });
});

describe('targetDurationSeconds', () => {
  test.for(NAMED)('bounds every segment at $name', ({ format }) => {
    const rate = frameRateOf(format);
    const longest = Math.max(
      ...Array.from({ length: 400 }, (_, count) => Math.max(...segmentFramesOf(count + 1, format))),
    );
    // RFC 8216 rounds EXTINF to the nearest second; ours holds without rounding.
    expect(secondsOfFrames(longest, rate)).toBeLessThanOrEqual(targetDurationSeconds(format));
    expect(targetDurationSeconds(format)).toBe(3);
    expect(longest).toBe(longestSegmentFrames(format));
  });
});

describe('ticksPerFrame', () => {
  test.for(NAMED)('is a whole number of ticks at $name', ({ format }) => {
    const { n, d } = frameRateOf(format);
    expect(Number.isInteger(ticksPerFrame(format))).toBe(true);
    expect(ticksPerFrame(format) * n).toBe(TICKS_PER_SECOND * d);
  });
});

describe('AAC_FRAME_TICKS', () => {
  test('is one AAC frame at 48 kHz, exactly', () => {
    expect(AAC_FRAME_TICKS * AUDIO_SAMPLE_RATE_HZ).toBe(AAC_FRAME_SAMPLES * TICKS_PER_SECOND);
  });
});

describe('widthOf', () => {
  test.for(NAMED)('is even and sixteen by nine at $name', ({ format }) => {
    expect(widthOf(format) % 2).toBe(0);
    expect(Math.abs(widthOf(format) / format.height - 16 / 9)).toBeLessThan(0.003);
  });
});
