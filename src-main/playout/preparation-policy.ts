import { mediaSegmentIndexAt } from '#shared/model/house-format.ts';
import type { DurationMs, EpochMs } from '#shared/time/units.ts';

import type { ChannelTimeline, SegmentPlace } from './channel-timeline.ts';

/** Media segments in a slice; the unit of conforming. A log event is cut into slices from its first picture on. */
const SLICE_SEGMENTS = 4;
/** However slow encoders have been lately, material due later than this is tried: only trying can show that they are quick again. */
const LONGEST_EXPECTED_MS: DurationMs = 30_000;
/** Weight of the latest run in what the next one is expected to take. */
const LATEST_WEIGHT = 0.5;

/** A media segment to be made, and the last instant at which it is still of use. */
export interface WantedSegment {
  readonly key: string;
  readonly place: SegmentPlace;
  readonly neededAt: EpochMs;
}

/** The slice of its event that a segment belongs to, counted from 0. */
function sliceIndexOf({ event, firstFrameInEvent, look }: SegmentPlace): number {
  const index = mediaSegmentIndexAt(event, firstFrameInEvent, look.format);
  return Math.floor(index / SLICE_SEGMENTS);
}

function areOneSlice(a: SegmentPlace, b: SegmentPlace): boolean {
  return a.event.id === b.event.id && sliceIndexOf(a) === sliceIndexOf(b);
}

/**
 * The places from one number (included) to another (excluded), and the rest of the last one's slice: a slice is made
 * whole, not as its segments come into sight one by one.
 */
export function wholeSlices(timeline: ChannelTimeline, from: number, to: number): SegmentPlace[] {
  const places = timeline.range(from, to);
  for (let last = places.at(-1); last;) {
    const next = timeline.place(last.mediaSequence + 1);
    if (!next || !areOneSlice(last, next)) break;
    places.push(next);
    last = next;
  }
  return places;
}

/** The whole slice that a place lies in, as far as the log is known. */
export function sliceAround(timeline: ChannelTimeline, place: SegmentPlace): SegmentPlace[] {
  let first = place;
  for (;;) {
    const before = timeline.place(first.mediaSequence - 1);
    if (!before || !areOneSlice(before, first)) break;
    first = before;
  }
  return wholeSlices(timeline, first.mediaSequence, place.mediaSequence + 1);
}

/**
 * Cuts segments in order of air into runs for one encoder each: a slice at most, without a hole. Segments for which `isAlone`
 * holds are runs of their own, so that the first of them is there as soon as can be.
 */
export function cutIntoRuns(
  wanted: readonly WantedSegment[],
  isAlone: (segment: WantedSegment) => boolean,
): WantedSegment[][] {
  const runs: WantedSegment[][] = [];
  for (const segment of wanted) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    const goesOn =
      before !== undefined &&
      before.place.mediaSequence === segment.place.mediaSequence - 1 &&
      areOneSlice(before.place, segment.place) &&
      !isAlone(before) &&
      !isAlone(segment);
    if (run && goesOn) run.push(segment);
    else runs.push([segment]);
  }
  return runs;
}

/** How long encoders take at present, learnt from their latest runs. */
export interface EncoderPace {
  note(segmentCount: number, tookMs: DurationMs): void;
  /** 0 while nothing is known. */
  expectedMs(segmentCount: number): DurationMs;
}

export function createEncoderPace(): EncoderPace {
  const known = new Map<number, DurationMs>();
  return {
    note(segmentCount, tookMs) {
      const before = known.get(segmentCount);
      known.set(
        segmentCount,
        before === undefined ? tookMs : before + (tookMs - before) * LATEST_WEIGHT,
      );
    },
    expectedMs(segmentCount) {
      // Of a length that was never made, as long as the next longer one, else as the longest shorter one.
      const lengths = [...known.keys()].sort((a, b) => a - b);
      const nearest = lengths.find((length) => length >= segmentCount) ?? lengths.at(-1);
      const expected = nearest === undefined ? 0 : (known.get(nearest) ?? 0);
      return Math.min(expected, LONGEST_EXPECTED_MS);
    },
  };
}

/**
 * What of a run is still worth making at `now`. What would come too late is given up, so that encoders work where there is
 * time: working off what is lost already keeps a station behind for ever. The rest of a run that lost its head is made only
 * if that gains ground, when every `crowd`-th run is this channel's: starting an encoder for it must cost less time than it airs.
 */
export function worthMaking(
  run: readonly WantedSegment[],
  now: EpochMs,
  pace: EncoderPace,
  crowd: number,
): readonly WantedSegment[] {
  for (let first = 0; first < run.length; first += 1) {
    const rest = run.slice(first);
    const [head, last] = [rest[0], rest.at(-1)];
    if (!head || !last) break;
    const expectedMs = pace.expectedMs(rest.length);
    if (head.neededAt < now + expectedMs || head.neededAt <= now) continue;
    const gainsGround = expectedMs * crowd <= last.place.endAt - head.place.startAt;
    return first === 0 || gainsGround ? rest : [];
  }
  return [];
}
