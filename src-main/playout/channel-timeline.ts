import type { Channel } from '#shared/model/channel.ts';
import { frameRateOf, gopFrames, type HouseFormat } from '#shared/model/house-format.ts';
import type { LogBlock, LogEvent } from '#shared/model/log.ts';
import { frameAt, instantOfFrame, secondsOfFrames } from '#shared/time/frames.ts';
import type { EpochMs } from '#shared/time/units.ts';

/** One media segment of a channel: where it airs and which pictures of which log event it holds. */
export interface SegmentPlace {
  readonly mediaSequence: number;
  readonly block: LogBlock;
  readonly event: LogEvent;
  /** First picture, counted from the channel's epoch. */
  readonly firstFrame: number;
  readonly frameCount: number;
  /** First picture, counted from the event's first. */
  readonly firstFrameInEvent: number;
  readonly isLastOfEvent: boolean;
  readonly startAt: EpochMs;
  readonly endAt: EpochMs;
  readonly durationSeconds: number;
}

/**
 * The locked log of one channel, in memory, as a line of media segments. A pure view: everything it answers follows
 * from the blocks, the channel's epoch and its house format. Blocks are in air order and do not overlap; there may be
 * a hole where the station was off.
 */
export interface ChannelTimeline {
  readonly blocks: readonly LogBlock[];
  /** The segment with this number, or `null` outside the known log. */
  place(mediaSequence: number): SegmentPlace | null;
  /** The segment on the air at the instant, or `null` where there is no log. */
  placeAt(at: EpochMs): SegmentPlace | null;
  /** Segments from one number (included) to another (excluded) that exist, in order. */
  range(fromMediaSequence: number, toMediaSequence: number): SegmentPlace[];
  /** The number after the last known segment, 0 for an empty log. */
  readonly endMediaSequence: number;
}

/** Index of the last element whose `of` is at most `value`; −1 when there is none. Elements ascend. */
function lastAtMost<T>(items: readonly T[], value: number, of: (item: T) => number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && of(item) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Looks at a channel's locked blocks as media segments. */
export function createChannelTimeline(
  channel: Pick<Channel, 'epochAt' | 'houseFormat'>,
  blocks: readonly LogBlock[],
): ChannelTimeline {
  const { epochAt } = channel;
  const format: HouseFormat = channel.houseFormat;
  const rate = frameRateOf(format);
  const gop = gopFrames(format);

  function placeIn(block: LogBlock, event: LogEvent, index: number): SegmentPlace {
    const firstFrameInEvent = index * gop;
    const isLastOfEvent = index === event.mediaSegmentCount - 1;
    const frameCount = isLastOfEvent ? event.frameCount - firstFrameInEvent : gop;
    const firstFrame = event.firstFrame + firstFrameInEvent;
    return {
      mediaSequence: event.firstMediaSequence + index,
      block,
      event,
      firstFrame,
      frameCount,
      firstFrameInEvent,
      isLastOfEvent,
      startAt: instantOfFrame(firstFrame, epochAt, rate),
      endAt: instantOfFrame(firstFrame + frameCount, epochAt, rate),
      durationSeconds: secondsOfFrames(frameCount, rate),
    };
  }

  function place(mediaSequence: number): SegmentPlace | null {
    const block = blocks[lastAtMost(blocks, mediaSequence, (it) => it.firstMediaSequence)];
    if (!block || mediaSequence >= block.firstMediaSequence + block.mediaSegmentCount) return null;
    const event =
      block.events[lastAtMost(block.events, mediaSequence, (it) => it.firstMediaSequence)];
    return event ? placeIn(block, event, mediaSequence - event.firstMediaSequence) : null;
  }

  function placeAt(at: EpochMs): SegmentPlace | null {
    // The frame that is being shown at `at` is the last one whose start is not after it.
    let frame = frameAt(at, epochAt, rate);
    if (instantOfFrame(frame, epochAt, rate) > at) frame -= 1;
    const block = blocks[lastAtMost(blocks, frame, (it) => it.firstFrame)];
    if (!block || frame >= block.firstFrame + block.frameCount) return null;
    const event = block.events[lastAtMost(block.events, frame, (it) => it.firstFrame)];
    if (!event) return null;
    const index = Math.min(
      Math.floor((frame - event.firstFrame) / gop),
      event.mediaSegmentCount - 1,
    );
    return placeIn(block, event, index);
  }

  const last = blocks.at(-1);
  return {
    blocks,
    place,
    placeAt,
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
