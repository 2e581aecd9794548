import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { HouseSegment } from '#main/media/house-segment.ts';
import { decodeHouseSegment, encodeHouseSegment } from '#main/media/segment-file.ts';
import { fakeSegment } from '#tests/helpers/test-media-segments.ts';

const SEGMENT = fakeSegment({ height: 720, rate: '29.97' }, 60, 30, 'file', 800);
const FILE = encodeHouseSegment(SEGMENT);

function plain(segment: HouseSegment): HouseSegment {
  return {
    ...segment,
    video: segment.video.map((unit) => ({ ...unit, bytes: Uint8Array.from(unit.bytes) })),
    audio: segment.audio.map((frame) => Uint8Array.from(frame)),
  };
}

describe('decodeHouseSegment', () => {
  test('gives back the segment that was encoded', () => {
    expect(plain(decodeHouseSegment(FILE))).toEqual(SEGMENT);
  });

  test('refuses a file in which any one byte was changed', () => {
    fc.assert(
      fc.property(fc.nat(FILE.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bytes = Uint8Array.from(FILE);
        bytes[at] = (bytes[at] ?? 0) ^ change;
        expect(() => decodeHouseSegment(bytes)).toThrow(
          expect.objectContaining({ code: 'media-unreadable' }),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('refuses a file of any other length and random bytes', () => {
    fc.assert(
      fc.property(fc.nat(FILE.length - 1), (length) => {
        expect(() => decodeHouseSegment(FILE.subarray(0, length))).toThrow(
          expect.objectContaining({ code: 'media-unreadable' }),
        );
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        expect(() => decodeHouseSegment(bytes)).toThrow(
          expect.objectContaining({ code: 'media-unreadable' }),
        );
      }),
    );
  });
});
