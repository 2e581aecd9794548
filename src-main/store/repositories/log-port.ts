import type { AssetId, ChannelId, LogEventId } from '#shared/model/ids.ts';
import type { LogBlock } from '#shared/model/log.ts';
import type { OverrideRecord } from '#shared/model/schedule-day.ts';
import type { Interval } from '#shared/time/interval.ts';
import type { EpochMs } from '#shared/time/units.ts';

/** A block that an override took the place of. */
export interface SupersededBlock {
  readonly block: LogBlock;
  readonly recordId: string;
  readonly supersededAt: EpochMs;
}

/** A block without its events. */
export type BlockOutline = Pick<
  LogBlock,
  'id' | 'startAt' | 'endAt' | 'firstMediaSequence' | 'mediaSegmentCount'
>;

/** Reads the transmission log. */
export interface LogReader {
  /** Locked blocks that touch the window, in order, with their events. */
  blocksIn(channelId: ChannelId, window: Interval): Promise<LogBlock[]>;
  /** The same blocks without reading their events. */
  outlinesIn(channelId: ChannelId, window: Interval): Promise<BlockOutline[]>;
  latest(channelId: ChannelId): Promise<LogBlock | null>;
  /** How many blocks that start at the instant or before do not follow the one before, in pictures or in numbers. */
  discontinuitiesUntil(channelId: ChannelId, at: EpochMs): Promise<number>;
  /** What overrides of the log took away, oldest first. */
  superseded(channelId: ChannelId): Promise<SupersededBlock[]>;
  /** The block with this row, or `null`. */
  blockOfEvent(eventId: LogEventId): Promise<LogBlock | null>;
  /** Asset ids of interstitials planned on the channel in the window, with their starts; for separation. */
  interstitialsIn(
    channelId: ChannelId,
    window: Interval,
  ): Promise<{ assetId: AssetId; startAt: EpochMs }[]>;
}

/** Changes the transmission log. */
export interface LogWriter {
  /** Writes locked blocks once. Overlap with a stored block is refused (`seam-invalid`). Call inside `durable`. */
  append(blocks: readonly LogBlock[]): Promise<void>;
  /**
   * Puts blocks in the place of every stored one from the instant on. With a record, which is stored first, what goes is kept in an
   * archive; without one it was not locked yet. Call inside `durable`.
   */
  replaceFrom(
    channelId: ChannelId,
    fromAt: EpochMs,
    blocks: readonly LogBlock[],
    record: OverrideRecord | null,
  ): Promise<void>;
}

export interface LogRepository extends LogReader, LogWriter {}
