import { AppError } from '../errors/app-error.ts';
import type { Channel } from '../model/channel.ts';
import { frameRateOf, mediaSegmentCount } from '../model/house-format.ts';
import type { LogBlockId, LogEventId } from '../model/ids.ts';
import type { LogBlock, LogEvent } from '../model/log.ts';
import type { ChannelTime } from '../time/broadcast-day.ts';
import { frameAt, framesIn } from '../time/frames.ts';
import type { EpochMs } from '../time/units.ts';
import type { DraftBlock, DraftEvent } from './expand.ts';
import { validateSeams } from './read/validate-seams.ts';

export interface LockInput {
  readonly channel: Channel;
  /** In order of start. */
  readonly drafts: readonly DraftBlock[];
  /** The number of the first media segment: the one after the last of the block stored before. */
  readonly firstMediaSequence: number;
  readonly lockedAt: EpochMs;
  /** The clock by whose grid the airings were placed; the channel's own when left out. */
  readonly grid?: ChannelTime;
}

/** A draft event with the instant and the frame at which it ends. */
interface PlacedEvent {
  readonly event: DraftEvent;
  readonly startAt: EpochMs;
  readonly endAt: EpochMs;
}

/**
 * Makes drafts into locked blocks: every instant becomes a frame counted from the channel's epoch, so that the events of
 * a block sum exactly from fence to fence (INV-FRAME-001); consecutive pieces of one asset go on at the very next
 * picture; media segments are numbered without a hole. An event too short for a picture is joined to its neighbour.
 * Throws `seam-invalid` when the blocks do not follow each other exactly (INV-TL-SEAM-001 … 004): then nothing is locked.
 */
export function lockBlocks(input: LockInput): LogBlock[] {
  const { channel, drafts, lockedAt } = input;
  let mediaSequence = input.firstMediaSequence;
  const blocks = drafts.map((draft) => {
    const block = lockBlock(channel, draft, mediaSequence, lockedAt);
    mediaSequence += block.mediaSegmentCount;
    return block;
  });
  const [finding] = validateSeams(channel, blocks, input.grid);
  if (finding) {
    throw new AppError('seam-invalid', finding.message, {
      rule: finding.rule,
      subjectId: finding.subjectId,
      remedy: finding.remedy,
    });
  }
  return blocks;
}

/** The id of the block that starts at the instant; names the channel, because two may air the same at once. */
export function logBlockIdOf(
  channel: Pick<Channel, 'slug'>,
  date: string,
  startAt: EpochMs,
): LogBlockId {
  return `${channel.slug}-${date}-${String(startAt)}` as LogBlockId;
}

function lockBlock(
  channel: Channel,
  { airing, events }: DraftBlock,
  firstMediaSequence: number,
  lockedAt: EpochMs,
): LogBlock {
  const rate = frameRateOf(channel.houseFormat);
  const toFrame = (at: EpochMs): number => frameAt(at, channel.epochAt, rate);
  const id = logBlockIdOf(channel, airing.broadcastDate, airing.startAt);
  const firstFrame = toFrame(airing.startAt);
  const placed = placeEvents(events, airing.startAt, toFrame);
  let mediaSequence = firstMediaSequence;
  let previous: LogEvent | null = null;
  const locked = placed.map(({ event, startAt, endAt }, index): LogEvent => {
    const frameCount = toFrame(endAt) - toFrame(startAt);
    const segmentCount = mediaSegmentCount(frameCount, channel.houseFormat);
    const row: LogEvent = {
      ...event,
      id: `${id}-E${String(index + 1).padStart(4, '0')}` as LogEventId,
      blockId: id,
      index,
      airingId: airing.id,
      startAt,
      durationMs: endAt - startAt,
      firstFrame: toFrame(startAt),
      frameCount,
      assetInFrame: assetInFrameOf(event, previous, framesIn(event.inPointMs, rate)),
      firstMediaSequence: mediaSequence,
      mediaSegmentCount: segmentCount,
    };
    mediaSequence += segmentCount;
    if (row.kind === 'act') previous = row;
    return row;
  });
  return {
    id,
    channelId: channel.id,
    scheduleDayId: airing.scheduleDayId,
    airingId: airing.id,
    broadcastDate: airing.broadcastDate,
    startAt: airing.startAt,
    endAt: airing.endAt,
    firstFrame,
    frameCount: toFrame(airing.endAt) - firstFrame,
    firstMediaSequence,
    mediaSegmentCount: mediaSequence - firstMediaSequence,
    lockedAt,
    events: locked,
  };
}

/** An act goes on where the one before it stopped, to the picture; rounding its in-point again could repeat or lose one. */
function assetInFrameOf(
  event: DraftEvent,
  previousAct: LogEvent | null,
  roundedInFrame: number,
): number {
  const continues =
    event.kind === 'act' &&
    previousAct?.assetId === event.assetId &&
    previousAct.inPointMs + previousAct.durationMs === event.inPointMs;
  return continues ? previousAct.assetInFrame + previousAct.frameCount : roundedInFrame;
}

/** Gives events their instants; one that would get no picture lends its time to the event before it, or after it at the head. */
function placeEvents(
  events: readonly DraftEvent[],
  startAt: EpochMs,
  toFrame: (at: EpochMs) => number,
): PlacedEvent[] {
  const placed: PlacedEvent[] = [];
  let fromAt = startAt;
  let at = startAt;
  for (const event of events) {
    at += event.durationMs;
    if (toFrame(at) > toFrame(fromAt)) {
      placed.push({ event, startAt: fromAt, endAt: at });
      fromAt = at;
      continue;
    }
    const before = placed.pop();
    if (before) {
      placed.push({ ...before, endAt: at });
      fromAt = at;
    }
  }
  return placed;
}
