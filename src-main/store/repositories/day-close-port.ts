import type { ChannelId } from '#shared/model/ids.ts';
import type { FrameCounts } from '#shared/model/reconciliation.ts';
import type { EpochMs, IsoDate } from '#shared/time/units.ts';

/** Reads closed days. */
export interface DayCloseReader {
  /** When the day was closed; `null` when it was not. */
  closedAt(channelId: ChannelId, date: IsoDate): Promise<EpochMs | null>;
}

/** Changes closed days. */
export interface DayCloseWriter {
  /** Closes a day for good; one that is closed stays as it was. */
  insert(close: {
    readonly channelId: ChannelId;
    readonly date: IsoDate;
    readonly closedAt: EpochMs;
    readonly frames: FrameCounts;
  }): Promise<void>;
}

export interface DayCloseRepository extends DayCloseReader, DayCloseWriter {}
