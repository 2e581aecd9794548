import { describe, expect, test } from 'vitest';

import {
  streamChannel,
  type StreamEnd,
  type StreamSink,
} from '#main/broadcast/continuous-stream.ts';
import { createManualClock, TEST_EPOCH_AT, type ManualClock } from '#tests/helpers/manual-clock.ts';
import {
  createScriptedOnAir,
  scriptedChannel,
  type ScriptedOnAir,
} from '#tests/helpers/scripted-on-air.ts';

const SEGMENT_MS = 2_000;
const PACKETS_PER_SEGMENT = 200;
const SEGMENT_BYTES = PACKETS_PER_SEGMENT * 188;
const PACE = { leadMs: 1_500, tickMs: 100, behindLimitMs: 10_000 };
const FIRST_SEQUENCE = 100;

/** A segment whose every packet states the number of the segment and of the packet. */
function segmentBytes(mediaSequence: number): Uint8Array {
  const bytes = Buffer.alloc(SEGMENT_BYTES);
  for (let packet = 0; packet < PACKETS_PER_SEGMENT; packet += 1) {
    bytes.writeUInt8(0x47, packet * 188);
    bytes.writeUInt32BE(mediaSequence, packet * 188 + 4);
    bytes.writeUInt32BE(packet, packet * 188 + 8);
  }
  return bytes;
}

interface Viewer {
  readonly written: Uint8Array[];
  readonly ended: Promise<StreamEnd>;
  readonly leave: () => void;
  end: StreamEnd | null;
}

interface Reader {
  readonly isReading: () => boolean;
}

/** A viewer that reads at once, or not at all. */
async function tuneIn(
  source: ScriptedOnAir,
  clock: ManualClock,
  reader: Reader = { isReading: () => true },
): Promise<Viewer> {
  const written: Uint8Array[] = [];
  const leaving = new AbortController();
  const sink: StreamSink = {
    write(bytes) {
      written.push(bytes);
      return reader.isReading();
    },
    onceDrained: () => undefined,
  };
  const ended = streamChannel({
    source,
    clock,
    slug: 'one',
    viewerKey: 'viewer-1',
    sink,
    signal: leaving.signal,
    pace: PACE,
  });
  const leave = (): void => {
    leaving.abort();
  };
  const viewer: Viewer = { written, ended, leave, end: null };
  void ended.then((end) => (viewer.end = end));
  await clock.advance(0);
  return viewer;
}

function station(
  clock: ManualClock,
  bytesOf: (number: number) => Promise<Uint8Array | null> = async (number) =>
    Promise.resolve(segmentOf(number)),
): ScriptedOnAir {
  return createScriptedOnAir(clock, {
    channels: [scriptedChannel(1, 'one', 'One')],
    startAt: TEST_EPOCH_AT,
    firstSequence: FIRST_SEQUENCE,
    segmentMs: SEGMENT_MS,
    targetDurationSeconds: 2,
    windowMs: 60_000,
    bytesOf: (_slug, mediaSequence) => bytesOf(mediaSequence),
  });
}

const made = new Map<number, Uint8Array>();
function segmentOf(mediaSequence: number): Uint8Array {
  const bytes = made.get(mediaSequence) ?? segmentBytes(mediaSequence);
  made.set(mediaSequence, bytes);
  return bytes;
}

/** The instant up to which the viewer's bytes reach, and a check that they are the timeline without hole or repeat. */
function reachOf(viewer: Viewer, from: { sequence: number }): number {
  const bytes = Buffer.concat(viewer.written);
  for (let at = 0, packet = 0; at < bytes.length; at += 188, packet += 1) {
    expect(bytes.readUInt32BE(at + 4)).toBe(
      from.sequence + Math.floor(packet / PACKETS_PER_SEGMENT),
    );
    expect(bytes.readUInt32BE(at + 8)).toBe(packet % PACKETS_PER_SEGMENT);
  }
  const startAt = TEST_EPOCH_AT + (from.sequence - FIRST_SEQUENCE) * SEGMENT_MS;
  return startAt + (bytes.length / SEGMENT_BYTES) * SEGMENT_MS;
}

describe('a stream whose clock is set', () => {
  test.each([
    ['an hour back', -3_600_000],
    ['a quarter of an hour ahead', 900_000],
  ])('%s goes on with what is on the air then', async (_way, byMs) => {
    const startAt = TEST_EPOCH_AT + 7_200_000;
    const clock = createManualClock(startAt);
    const viewer = await tuneIn(station(clock), clock);
    await clock.advance(10_000);
    const before = viewer.written.length;
    await clock.jumpTo(clock.nowAt() + byMs);
    const jumpedAt = clock.nowAt();
    await clock.advance(30_000);
    expect(viewer.end).toBeNull();
    const after = Buffer.concat(viewer.written.slice(before));
    expect(after.length % 188).toBe(0);
    // The first whole segment after the jump is the one that was on the air then, and the rest follow it.
    const onAir = FIRST_SEQUENCE + Math.floor((jumpedAt - TEST_EPOCH_AT) / SEGMENT_MS);
    const numbers: number[] = [];
    for (let at = 0; at < after.length; at += 188) numbers.push(after.readUInt32BE(at + 4));
    const isThere = numbers.slice(numbers.indexOf(onAir));
    expect(isThere.length).toBeGreaterThan(14 * PACKETS_PER_SEGMENT);
    expect([...new Set(isThere)]).toEqual(
      Array.from({ length: new Set(isThere).size }, (_, index) => onAir + index),
    );
    viewer.leave();
    await clock.advance(1_000);
  });

  test('two seconds ahead leaves nothing out', async () => {
    const clock = createManualClock(TEST_EPOCH_AT + 100_000);
    const viewer = await tuneIn(station(clock), clock);
    await clock.advance(5_000);
    await clock.jumpTo(clock.nowAt() + 2_000);
    await clock.advance(10_000);
    expect(viewer.end).toBeNull();
    const reach = reachOf(viewer, { sequence: FIRST_SEQUENCE + 50 });
    expect(reach).toBeGreaterThan(clock.nowAt());
    viewer.leave();
    await clock.advance(1_000);
  });
});

describe('streamChannel', () => {
  test('starts at the first packet of the media segment on the air', async () => {
    const clock = createManualClock(TEST_EPOCH_AT + 7_300);
    const viewer = await tuneIn(station(clock), clock);
    await clock.advance(0);

    expect(Buffer.from(viewer.written[0] ?? []).readUInt32BE(4)).toBe(FIRST_SEQUENCE + 3);
    expect(Buffer.from(viewer.written[0] ?? []).readUInt32BE(8)).toBe(0);
    viewer.leave();
  });

  test('bursts to its lead over the clock and not beyond', async () => {
    const clock = createManualClock(TEST_EPOCH_AT + 7_300);
    const viewer = await tuneIn(station(clock), clock);
    await clock.advance(0);
    await clock.advance(0);
    const reach = reachOf(viewer, { sequence: FIRST_SEQUENCE + 3 });

    expect(reach).toBeLessThanOrEqual(clock.nowAt() + PACE.leadMs);
    expect(reach).toBeGreaterThan(clock.nowAt() + PACE.leadMs - PACE.tickMs);
    viewer.leave();
  });

  test('follows the clock for ten minutes without hole, repeat or drift', async () => {
    const clock = createManualClock(TEST_EPOCH_AT + 7_300);
    const viewer = await tuneIn(station(clock), clock);
    for (let second = 0; second < 600; second += 1) {
      await clock.advance(1_000);
      const bytes = viewer.written.reduce((sum, piece) => sum + piece.length, 0);
      const reach = TEST_EPOCH_AT + 6_000 + (bytes / SEGMENT_BYTES) * SEGMENT_MS;

      expect(reach).toBeLessThanOrEqual(clock.nowAt() + PACE.leadMs);
      expect(reach).toBeGreaterThan(clock.nowAt() + PACE.leadMs - 3 * PACE.tickMs);
    }
    reachOf(viewer, { sequence: FIRST_SEQUENCE + 3 });
    viewer.leave();
  });

  test('hands out the buffers of the source, copied for nobody', async () => {
    const clock = createManualClock(TEST_EPOCH_AT + 500);
    const source = station(clock);
    const viewers = [await tuneIn(source, clock), await tuneIn(source, clock)];
    await clock.advance(5_000);

    for (const viewer of viewers) {
      const buffers = new Set(viewer.written.map((piece) => piece.buffer));
      expect(buffers).toContain(segmentOf(FIRST_SEQUENCE + 1).buffer);
      viewer.leave();
    }
  });

  test('brings five viewers who join at different times to the same place', async () => {
    const clock = createManualClock(TEST_EPOCH_AT);
    const source = station(clock);
    const viewers: { viewer: Viewer; sequence: number }[] = [];
    for (const waitMs of [130, 2_450, 990, 5_010, 3_333]) {
      await clock.advance(waitMs);
      const sequence = source.onAirSequence('one')?.mediaSequence ?? -1;
      viewers.push({ viewer: await tuneIn(source, clock), sequence });
    }
    await clock.advance(30_000);
    const reaches = viewers.map(({ viewer, sequence }) => reachOf(viewer, { sequence }));

    expect(Math.max(...reaches) - Math.min(...reaches)).toBeLessThanOrEqual(2 * PACE.tickMs);
    viewers.forEach(({ viewer }) => {
      viewer.leave();
    });
  });

  test('crosses a hole in the numbers without a hole in the stream', async () => {
    const clock = createManualClock(TEST_EPOCH_AT);
    const whole = station(clock);
    const [lastBefore, lost] = [FIRST_SEQUENCE + 2, 470];
    const inner = (number: number): number => (number > lastBefore ? number - lost : number);
    const source: ScriptedOnAir = {
      ...whole,
      segment: (slug, number, signal) =>
        number > lastBefore && number <= lastBefore + lost
          ? Promise.resolve(null)
          : whole.segment(slug, inner(number), signal),
      segmentTiming(slug, number) {
        const timing = whole.segmentTiming(slug, inner(number));
        const nextMediaSequence = number === lastBefore ? number + 1 + lost : number + 1;
        return timing && { ...timing, nextMediaSequence };
      },
    };
    const viewer = await tuneIn(source, clock);
    await clock.advance(20_000);
    expect(viewer.end).toBeNull();
    expect(reachOf(viewer, { sequence: FIRST_SEQUENCE })).toBeGreaterThanOrEqual(clock.nowAt());
    viewer.leave();
  });

  test('cuts a viewer that stops reading and delays no other', async () => {
    const clock = createManualClock(TEST_EPOCH_AT);
    const source = station(clock);
    let isReading = true;
    const slow = await tuneIn(source, clock, { isReading: () => isReading });
    const quick = await tuneIn(source, clock);
    await clock.advance(4_000);
    isReading = false;
    await clock.advance(9_000);
    const heldBytes = slow.written.reduce((sum, piece) => sum + piece.length, 0);
    const endBefore = slow.end;
    await clock.advance(5_000);

    expect(endBefore).toBeNull();
    expect(slow.end).toBe('too-slow');
    expect(heldBytes).toBeLessThan(4 * SEGMENT_BYTES);
    expect(quick.end).toBeNull();
    const reach = reachOf(quick, { sequence: FIRST_SEQUENCE });
    expect(reach).toBeGreaterThan(clock.nowAt() + PACE.leadMs - 3 * PACE.tickMs);
    quick.leave();
  });

  test('waits for a segment that comes late and then catches up', async () => {
    const clock = createManualClock(TEST_EPOCH_AT);
    const lateAt = TEST_EPOCH_AT + 6_500;
    const source = station(clock, async (number) =>
      Promise.resolve(
        number === FIRST_SEQUENCE + 2 && clock.nowAt() < lateAt ? null : segmentOf(number),
      ),
    );
    const viewer = await tuneIn(source, clock);
    await clock.advance(12_000);

    const reach = reachOf(viewer, { sequence: FIRST_SEQUENCE });
    expect(reach).toBeGreaterThan(clock.nowAt() + PACE.leadMs - 3 * PACE.tickMs);
    viewer.leave();
  });

  test('ends when the timeline is gone', async () => {
    const clock = createManualClock(TEST_EPOCH_AT);
    const source = station(clock, async (number) =>
      Promise.resolve(number > FIRST_SEQUENCE + 1 ? null : segmentOf(number)),
    );
    const viewer = await tuneIn(source, clock);
    await clock.advance(20_000);

    expect(viewer.end).toBe('off-air');
  });

  test('ends at once for a channel that is not there', async () => {
    const clock = createManualClock(TEST_EPOCH_AT);
    const source = station(clock);
    const end = streamChannel({
      source,
      clock,
      slug: 'two',
      viewerKey: 'viewer-1',
      sink: { write: () => true, onceDrained: () => undefined },
      signal: new AbortController().signal,
    });

    await expect(end).resolves.toBe('off-air');
  });

  test('stops asking and writing when the viewer leaves', async () => {
    const clock = createManualClock(TEST_EPOCH_AT);
    const source = station(clock);
    const viewer = await tuneIn(source, clock);
    await clock.advance(3_000);
    viewer.leave();
    await clock.advance(0);
    const before = { asked: source.asked.length, pieces: viewer.written.length };
    await clock.advance(10_000);

    expect(viewer.end).toBe('left');
    expect({ asked: source.asked.length, pieces: viewer.written.length }).toEqual(before);
  });

  test('gives a sign of life of its viewer with every segment', async () => {
    const clock = createManualClock(TEST_EPOCH_AT);
    const source = station(clock);
    const viewer = await tuneIn(source, clock);
    await clock.advance(20_000);

    expect(source.touches.length).toBeGreaterThanOrEqual(10);
    expect(new Set(source.touches)).toEqual(new Set(['one viewer-1']));
    viewer.leave();
  });
});
