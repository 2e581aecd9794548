import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { parseAdtsHeader, splitAdts } from '#main/media/parse-adts.ts';
import { parsePicture, splitNalUnits } from '#main/media/parse-h264.ts';
import { parseTransportStream } from '#main/media/parse-transport-stream.ts';
import { packageSlice } from '#main/media/package-slice.ts';
import { writeTransportStream } from '#main/media/write-transport-stream.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { HouseFormat } from '#shared/model/house-format.ts';
import { fakeSegment, fakeSound } from '#tests/helpers/test-media-segments.ts';

const FORMAT: HouseFormat = { height: 720, rate: '29.97' };
const SOUND_STREAM = writeTransportStream(fakeSegment(FORMAT, 0, 8, 'fuzz', 900), {
  firstFrame: 640,
  actFirstFrame: 640,
});

/** Whether the parser either answers or refuses as it should; anything else it throws comes through. */
function answersOrRefuses(parse: () => unknown): boolean {
  try {
    parse();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.code === 'media-unreadable';
  }
  return true;
}

const noise = fc.uint8Array({ minLength: 0, maxLength: 2_000 });
const packets = fc
  .array(fc.uint8Array({ minLength: 187, maxLength: 187 }), { minLength: 1, maxLength: 12 })
  .map((bodies) => Buffer.concat(bodies.flatMap((body) => [Uint8Array.of(0x47), body])));
const damage = fc.array(
  fc.record({ at: fc.nat(SOUND_STREAM.length - 1), value: fc.integer({ min: 0, max: 255 }) }),
  { minLength: 1, maxLength: 8 },
);

function damaged(places: readonly { at: number; value: number }[]): Uint8Array {
  const bytes = Uint8Array.from(SOUND_STREAM);
  for (const { at, value } of places) bytes[at] = value;
  return bytes;
}

describe('parseTransportStream', () => {
  test('answers or refuses random bytes without any other error', () => {
    fc.assert(
      fc.property(fc.oneof(noise, packets), (bytes) =>
        answersOrRefuses(() => parseTransportStream(bytes)),
      ),
      { numRuns: 400 },
    );
  });

  test('answers or refuses a stream with changed bytes without any other error', () => {
    fc.assert(
      fc.property(damage, (places) =>
        answersOrRefuses(() => parseTransportStream(damaged(places))),
      ),
      { numRuns: 400 },
    );
  });

  test('refuses a stream that lost a packet', () => {
    const pictures = [...Array(SOUND_STREAM.length / 188).keys()].filter(
      (index) =>
        (SOUND_STREAM[index * 188 + 1] ?? 0) % 32 === 1 && SOUND_STREAM[index * 188 + 2] === 0,
    );
    const lost = pictures[5] ?? 0;
    const stream = Buffer.concat([
      SOUND_STREAM.subarray(0, lost * 188),
      SOUND_STREAM.subarray((lost + 1) * 188),
    ]);
    expect(() => parseTransportStream(stream)).toThrow('continuity counter');
  });
});

describe('packageSlice', () => {
  test('answers or refuses a stream with changed bytes without any other error', () => {
    fc.assert(
      fc.property(damage, (places) =>
        answersOrRefuses(() =>
          packageSlice(damaged(places), FORMAT, { firstFrame: 0, segmentFrames: [8] }),
        ),
      ),
      { numRuns: 200 },
    );
  });

  test('refuses a stream with a picture too few and says so', () => {
    expect(() => packageSlice(SOUND_STREAM, FORMAT, { firstFrame: 0, segmentFrames: [9] })).toThrow(
      '8 pictures instead of 9',
    );
  });

  test('refuses a key picture without parameter sets', () => {
    expect(() => packageSlice(SOUND_STREAM, FORMAT, { firstFrame: 0, segmentFrames: [8] })).toThrow(
      'a first picture without its parameters',
    );
  });
});

describe('splitAdts', () => {
  test('answers or refuses random bytes without any other error', () => {
    fc.assert(fc.property(noise, (bytes) => answersOrRefuses(() => splitAdts(bytes))));
  });

  test('cuts a run of frames into exactly those frames', () => {
    const frames = [fakeSound(1, 13), fakeSound(2, 400), fakeSound(3, 900)];
    expect(splitAdts(Buffer.concat(frames)).map((frame) => Uint8Array.from(frame))).toEqual(frames);
  });

  test('refuses a frame that is cut off', () => {
    expect(() => splitAdts(fakeSound(1, 400).subarray(0, 399))).toThrow('cut off');
  });
});

describe('parseAdtsHeader', () => {
  test('reads object type, rate and channels of house sound', () => {
    expect(parseAdtsHeader(fakeSound(1, 400))).toEqual({
      hasCrc: false,
      objectType: 2,
      sampleRateIndex: 3,
      channelConfiguration: 2,
      frameBytes: 400,
    });
  });
});

describe('splitNalUnits', () => {
  test('answers or refuses random bytes without any other error', () => {
    fc.assert(fc.property(noise, (bytes) => answersOrRefuses(() => splitNalUnits(bytes))));
  });

  test('splits at three-byte and four-byte start codes', () => {
    const units = splitNalUnits(
      Uint8Array.of(0, 0, 0, 1, 9, 0xf0, 0, 0, 1, 0x67, 1, 2, 0, 0, 0, 1, 0x65, 3),
    );
    expect(units.map(({ type }) => type)).toEqual([9, 7, 5]);
    expect(units.map(({ bytes }) => bytes.length)).toEqual([2, 3, 2]);
  });
});

describe('parsePicture', () => {
  test('keeps delimiter, parameters and slices and drops the rest', () => {
    const picture = parsePicture(
      Uint8Array.from([
        ...[0, 0, 0, 1, 9, 0x10],
        ...[0, 0, 1, 6, 5, 1, 0xff, 0x80],
        ...[0, 0, 1, 0x67, 1],
        ...[0, 0, 1, 0x68, 2],
        ...[0, 0, 1, 12, 0xff, 0x80],
        ...[0, 0, 1, 0x65, 3, 4],
      ]),
    );
    expect(picture.isKey).toBe(true);
    expect([...picture.bytes]).toEqual([
      ...[0, 0, 0, 1, 9, 0x10],
      ...[0, 0, 0, 1, 0x67, 1],
      ...[0, 0, 0, 1, 0x68, 2],
      ...[0, 0, 0, 1, 0x65, 3, 4],
    ]);
  });

  test('refuses a picture without slices', () => {
    expect(() => parsePicture(Uint8Array.of(0, 0, 1, 9, 0xf0))).toThrow('slices');
  });
});
