import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { HouseSegment } from '#main/media/house-segment.ts';
import { parseTransportStream } from '#main/media/parse-transport-stream.ts';
import { crc32Mpeg } from '#main/media/transport-tables.ts';
import { channelAudioFrames, writeTransportStream } from '#main/media/write-transport-stream.ts';
import {
  AAC_FRAME_TICKS,
  HOUSE_RATES,
  ticksPerFrame,
  type HouseFormat,
} from '#shared/model/house-format.ts';
import { segmentFramesOf } from '#tests/helpers/segment-frames.ts';
import { readPackets } from '#tests/helpers/test-media-packets.ts';
import { fakeSegment } from '#tests/helpers/test-media-segments.ts';

const WRAP = 2 ** 33;
const PIDS = [0, 0x1000, 0x100, 0x101];

interface Placed {
  readonly segment: HouseSegment;
  readonly firstFrame: number;
  readonly actFirstFrame: number;
}

function placeActs(
  format: HouseFormat,
  firstFrame: number,
  actFrames: readonly number[],
): Placed[] {
  const placed: Placed[] = [];
  let actFirstFrame = firstFrame;
  for (const [act, frames] of actFrames.entries()) {
    let inAct = 0;
    for (const count of segmentFramesOf(frames, format)) {
      placed.push({
        segment: fakeSegment(format, inAct, count, `${String(act)}-${String(inAct)}`, 3_000),
        firstFrame: actFirstFrame + inAct,
        actFirstFrame,
      });
      inAct += count;
    }
    actFirstFrame += frames;
  }
  return placed;
}

const formats = fc.constantFrom(...HOUSE_RATES).map((rate): HouseFormat => ({ height: 720, rate }));
const actLengths = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 6 });

/** First pictures near the channel's birth, anywhere in thirty years, and just before the 33-bit clock wraps. */
function firstFrames(format: HouseFormat): fc.Arbitrary<number> {
  const perWrap = Math.floor(WRAP / ticksPerFrame(format));
  return fc.oneof(
    fc.integer({ min: 0, max: 1_000 }),
    fc.integer({ min: 0, max: 30 * 365 * 86_400 * 30 }),
    fc
      .tuple(fc.integer({ min: 1, max: 9_000 }), fc.integer({ min: 0, max: 300 }))
      .map(([wraps, before]) => wraps * perWrap - before),
  );
}

const programmes = formats.chain((format) =>
  fc.tuple(fc.constant(format), firstFrames(format), actLengths),
);

function forEveryProgramme(
  check: (format: HouseFormat, firstFrame: number, placed: Placed[]) => void,
): void {
  fc.assert(
    fc.property(programmes, ([format, firstFrame, acts]) => {
      check(format, firstFrame, placeActs(format, firstFrame, acts));
    }),
    { numRuns: 60 },
  );
}

function streamOf(placed: readonly Placed[]): Buffer {
  return Buffer.concat(placed.map((place) => writeTransportStream(place.segment, place)));
}

describe('writeTransportStream', () => {
  test('starts every segment with its tables and whole counter turns on every PID', () => {
    forEveryProgramme((_format, _first, placed) => {
      for (const place of placed) {
        const packets = readPackets(writeTransportStream(place.segment, place));
        expect(packets.slice(0, 2).map(({ pid }) => pid)).toEqual([0, 0x1000]);
        expect([...new Set(packets.map(({ pid }) => pid))].sort((a, b) => a - b)).toEqual(
          [...PIDS].sort((a, b) => a - b),
        );
        for (const pid of PIDS) {
          const own = packets.filter((packet) => packet.pid === pid);
          expect(own.length % 16).toBe(0);
          expect(own.every(({ hasPayload }) => hasPayload)).toBe(true);
          expect(own.every(({ counter }, index) => counter === index % 16)).toBe(true);
        }
      }
    });
  });

  test('gives back every picture and sound frame unchanged and in order', () => {
    forEveryProgramme((format, firstFrame, placed) => {
      const streams = parseTransportStream(streamOf(placed));
      const pictures = placed.flatMap(({ segment }) => segment.video);
      expect(streams.video).toHaveLength(pictures.length);
      expect(
        streams.video.every(
          ({ bytes }, index) =>
            Buffer.compare(bytes, pictures[index]?.bytes ?? bytes.subarray(1)) === 0,
        ),
      ).toBe(true);
      const total = placed.reduce((sum, { segment }) => sum + segment.frameCount, 0);
      const { from, to } = channelAudioFrames(ticksPerFrame(format), firstFrame, total);
      expect(streams.audio).toHaveLength(to - from);
    });
  });

  test('shows and decodes pictures at their places on the channel across acts and the 33-bit wrap', () => {
    forEveryProgramme((format, firstFrame, placed) => {
      const ticks = ticksPerFrame(format);
      const { video } = parseTransportStream(streamOf(placed));
      const expectedPts = placed.flatMap(({ segment, firstFrame: first }) =>
        segment.video.map(({ displayIndex }) => ((first + displayIndex) * ticks) % WRAP),
      );
      expect(video.map(({ pts }) => pts)).toEqual(expectedPts);
      expect(video.map(({ dts }) => dts)).toEqual(
        video.map((_, index) => ((((firstFrame - 1 + index) * ticks) % WRAP) + WRAP) % WRAP),
      );
    });
  });

  test('carries the channel clock 0.7 s before decoding on every picture', () => {
    forEveryProgramme((_format, _first, placed) => {
      const stream = streamOf(placed);
      const { video } = parseTransportStream(stream);
      const pictures = readPackets(stream).filter(
        ({ pid, startsUnit }) => pid === 0x100 && startsUnit,
      );
      expect(pictures.map(({ clock }) => clock)).toEqual(
        video.map(({ dts }) => (dts - 63_000 + WRAP) % WRAP),
      );
      expect(pictures.filter(({ isRandomAccess }) => isRandomAccess)).toHaveLength(placed.length);
    });
  });

  test('puts sound on one unbroken grid of AAC frames across acts and the 33-bit wrap', () => {
    forEveryProgramme((format, firstFrame, placed) => {
      const { audio } = parseTransportStream(streamOf(placed));
      const first = Math.round((firstFrame * ticksPerFrame(format)) / AAC_FRAME_TICKS);
      expect(audio.map(({ pts }) => pts)).toEqual(
        audio.map((_, index) => ((first + index) * AAC_FRAME_TICKS) % WRAP),
      );
    });
  });

  test('keeps sound within 10.67 ms of its picture and never lets the offset grow', () => {
    forEveryProgramme((format, _first, placed) => {
      const ticks = ticksPerFrame(format);
      for (const place of placed) {
        const { audio } = parseTransportStream(writeTransportStream(place.segment, place));
        const actAt = place.actFirstFrame * ticks;
        for (const { bytes, pts } of audio) {
          const serial = Buffer.from(bytes).readInt32BE(7);
          const recorded = (actAt + serial * AAC_FRAME_TICKS) % WRAP;
          const offset = ((pts - recorded + WRAP * 1.5) % WRAP) - WRAP / 2;
          expect(Math.abs(offset)).toBeLessThanOrEqual(960);
        }
      }
    });
  });

  test('gives the same bytes for the same place', () => {
    const segment = fakeSegment({ height: 720, rate: '29.97' }, 60, 60, 'same');
    const place = { firstFrame: 1_000_060, actFirstFrame: 1_000_000 };
    expect(writeTransportStream(segment, place)).toEqual(writeTransportStream(segment, place));
  });

  test('spreads its tables so that none is further than half a second from the next', () => {
    const segment = fakeSegment({ height: 720, rate: '25' }, 0, 74, 'tables');
    let pictures = 0;
    const at: number[] = [];
    for (const { pid, startsUnit } of readPackets(
      writeTransportStream(segment, { firstFrame: 0, actFirstFrame: 0 }),
    )) {
      if (pid === 0) at.push(pictures);
      if (pid === 0x100 && startsUnit) pictures += 1;
    }
    const gaps = at.map((place, index) => (at[index + 1] ?? 74) - place);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(12);
  });

  test('refuses a place that contradicts the position in the act', () => {
    const segment = fakeSegment({ height: 720, rate: '25' }, 50, 50, 'off');
    expect(() => writeTransportStream(segment, { firstFrame: 50, actFirstFrame: 1 })).toThrow(
      expect.objectContaining({ code: 'invalid-input' }),
    );
  });

  test('refuses a segment without the sound that its place needs', () => {
    const segment = fakeSegment({ height: 720, rate: '25' }, 50, 50, 'short');
    const short = { ...segment, audio: segment.audio.slice(0, 10) };
    expect(() => writeTransportStream(short, { firstFrame: 50, actFirstFrame: 0 })).toThrow(
      expect.objectContaining({ code: 'media-unreadable' }),
    );
  });
});

describe('crc32Mpeg', () => {
  test('gives the published check value', () => {
    expect(crc32Mpeg(Buffer.from('123456789'))).toBe(0x0376e6e7);
  });
});
