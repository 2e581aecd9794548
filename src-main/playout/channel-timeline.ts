import type { Channel } from '#shared/model/channel.ts';
import { lookOf, type ChannelLook } from '#shared/look/channel-look.ts';
import { isInLine, isNumberedOn } from '#shared/log/read/line-of-blocks.ts';
import { frameRateOf, mediaSegmentIndexAt, mediaSegmentSpan } from '#shared/model/house-format.ts';
import type { LogBlock, LogEvent } from '#shared/model/log.ts';
import { frameAt, instantOfFrame, secondsOfFrames } from '#shared/time/frames.ts';
import type { EpochMs } from '#shared/time/units.ts';
import { firstIndexWhere } from '#shared/time/bisect.ts';

/** One media segment of a channel: where it airs and which pictures of which log event it holds. */
export interface SegmentPlace {
  readonly mediaSequence: number;
  readonly block: LogBlock;
  readonly event: LogEvent;
  /** What it is made to. */
  readonly look: ChannelLook;
  /** First picture, counted from the channel's epoch. */
  readonly firstFrame: number;
  readonly frameCount: number;
  /** First picture, counted from the event's first. */
  readonly firstFrameInEvent: number;
  readonly isLastOfEvent: boolean;
  readonly startAt: EpochMs;
  readonly endAt: EpochMs;
  readonly durationSeconds: number;
  /** Breaks of the line of pictures or of their numbers at or before it, since the channel began; never less in a later place. */
  readonly discontinuitySequence: number;
  /** The first number of the unbroken run of numbers that it lies in, as far as the log is known. */
  readonly runFromMediaSequence: number;
}

/**
 * The locked log of one channel, in memory, as a line of media segments. A pure view: everything it answers follows
 * from the blocks, the channel's epoch and its look. Blocks are in air order and do not overlap. There may be
 * holes: in time, where the station was off, and in the numbers, where some were lost.
 */
export interface ChannelTimeline {
  readonly look: ChannelLook;
  readonly blocks: readonly LogBlock[];
  /** The segment with this number, or `null` outside the known log. */
  place(mediaSequence: number): SegmentPlace | null;
  /** The segment on the air at the instant, or `null` where there is no log. */
  placeAt(at: EpochMs): SegmentPlace | null;
  /** The segment on the air at the instant, or the first one that airs after it; `null` after the end of the log. */
  firstFrom(at: EpochMs): SegmentPlace | null;
  /** The segment that airs next after this one, across any hole; `null` at the end of the log. */
  after(place: SegmentPlace): SegmentPlace | null;
  /** Segments from one number (included) to another (excluded) that exist, in order. */
  range(fromMediaSequence: number, toMediaSequence: number): SegmentPlace[];
  /** The number after the last known segment, 0 for an empty log. */
  readonly endMediaSequence: number;
}

/** Index of the last element whose `of` is at most `value`; −1 when there is none. Elements ascend. */
function lastAtMost<T>(items: readonly T[], value: number, of: (item: T) => number): number {
  return firstIndexWhere(items, (item) => of(item) > value) - 1;
}

/** What the holes in the log mean for a block. */
interface Run {
  readonly discontinuities: number;
  readonly fromMediaSequence: number;
}

function runsOf(blocks: readonly LogBlock[], discontinuitiesBefore: number): Run[] {
  const runs: Run[] = [];
  for (const [index, block] of blocks.entries()) {
    const [before, run] = [blocks[index - 1], runs[index - 1]];
    const goesOn = !before || isNumberedOn(before, block);
    const isBroken = before !== undefined && !(goesOn && isInLine(before, block));
    runs.push({
      discontinuities: (run?.discontinuities ?? discontinuitiesBefore) + (isBroken ? 1 : 0),
      fromMediaSequence: run && goesOn ? run.fromMediaSequence : block.firstMediaSequence,
    });
  }
  return runs;
}

/**
 * Looks at a channel's locked blocks as media segments. `discontinuitiesBefore` counts the breaks of the line of pictures
 * or of their numbers at or before the first of these blocks, in the whole log of the channel.
 */
export function createChannelTimeline(
  channel: Pick<Channel, 'epochAt' | 'houseFormat'>,
  blocks: readonly LogBlock[],
  discontinuitiesBefore: number,
): ChannelTimeline {
  const { epochAt } = channel;
  const look = lookOf(channel);
  const { format } = look;
  const rate = frameRateOf(format);
  const runs = runsOf(blocks, discontinuitiesBefore);

  function placeIn(blockIndex: number, event: LogEvent, index: number): SegmentPlace {
    const [block, run] = [blocks[blockIndex], runs[blockIndex]];
    if (!block || !run) throw new RangeError(`no block ${String(blockIndex)}`);
    const { firstFrame: firstFrameInEvent, frameCount } = mediaSegmentSpan(event, index, format);
    const firstFrame = event.firstFrame + firstFrameInEvent;
    return {
      mediaSequence: event.firstMediaSequence + index,
      block,
      event,
      look,
      firstFrame,
      frameCount,
      firstFrameInEvent,
      isLastOfEvent: index === event.mediaSegmentCount - 1,
      startAt: instantOfFrame(firstFrame, epochAt, rate),
      endAt: instantOfFrame(firstFrame + frameCount, epochAt, rate),
      durationSeconds: secondsOfFrames(frameCount, rate),
      discontinuitySequence: run.discontinuities,
      runFromMediaSequence: run.fromMediaSequence,
    };
  }

  function firstOf(blockIndex: number): SegmentPlace | null {
    const event = blocks[blockIndex]?.events[0];
    return event ? placeIn(blockIndex, event, 0) : null;
  }

  function place(mediaSequence: number): SegmentPlace | null {
    const blockIndex = lastAtMost(blocks, mediaSequence, (it) => it.firstMediaSequence);
    const block = blocks[blockIndex];
    if (!block || mediaSequence >= block.firstMediaSequence + block.mediaSegmentCount) return null;
    const event =
      block.events[lastAtMost(block.events, mediaSequence, (it) => it.firstMediaSequence)];
    return event ? placeIn(blockIndex, event, mediaSequence - event.firstMediaSequence) : null;
  }

  /** The frame that is being shown at `at` is the last one whose start is not after it. */
  function frameShownAt(at: EpochMs): number {
    const frame = frameAt(at, epochAt, rate);
    return instantOfFrame(frame, epochAt, rate) > at ? frame - 1 : frame;
  }

  function placeAt(at: EpochMs): SegmentPlace | null {
    const frame = frameShownAt(at);
    const blockIndex = lastAtMost(blocks, frame, (it) => it.firstFrame);
    const block = blocks[blockIndex];
    if (!block || frame >= block.firstFrame + block.frameCount) return null;
    const event = block.events[lastAtMost(block.events, frame, (it) => it.firstFrame)];
    if (!event) return null;
    const index = mediaSegmentIndexAt(event, frame - event.firstFrame, format);
    return placeIn(blockIndex, event, index);
  }

  const last = blocks.at(-1);
  return {
    look,
    blocks,
    place,
    placeAt,
    firstFrom: (at) =>
      placeAt(at) ?? firstOf(lastAtMost(blocks, frameShownAt(at), (it) => it.firstFrame) + 1),
    after: ({ mediaSequence, block }) =>
      place(mediaSequence + 1) ??
      firstOf(lastAtMost(blocks, block.firstFrame, (it) => it.firstFrame) + 1),
    range(from, to) {
      const places: SegmentPlace[] = [];
      for (let sequence = from; sequence < to; sequence += 1) {
        const found = place(sequence);
        if (found) places.push(found);
      }
      return places;
    },
    endMediaSequence: last ? last.firstMediaSequence + last.mediaSegmentCount : 0,
  };
}

/** What of a block decides the bytes of its segments. */
function materialOf(block: LogBlock): string {
  return JSON.stringify(
    block.events.map((event) => [
      ...[event.firstMediaSequence, event.firstFrame, event.frameCount],
      ...[event.assetId, event.assetInFrame, event.gainDb],
      ...[event.transitionIn, event.transitionOut],
    ]),
  );
}

/** The number from which on two states of a channel's log do not hold the same material any more. */
export function sameUntil(before: ChannelTimeline, after: ChannelTimeline): number {
  const known = new Map(before.blocks.map((block) => [block.firstMediaSequence, block]));
  const since = before.blocks[0]?.firstMediaSequence ?? 0;
  for (const block of after.blocks) {
    if (block.firstMediaSequence < since) continue;
    const same = known.get(block.firstMediaSequence);
    if (!same || materialOf(same) !== materialOf(block)) return block.firstMediaSequence;
  }
  return after.endMediaSequence;
}
