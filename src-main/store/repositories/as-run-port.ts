import type { AsRunRecord } from '#shared/model/as-run.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import type { EpochMs } from '#shared/time/units.ts';

/** Reads as-run. */
export interface AsRunReader {
  list(query: {
    readonly channelId: ChannelId;
    readonly startAt: EpochMs;
    readonly endAt: EpochMs;
    readonly afterId: number;
    readonly limit: number;
  }): Promise<AsRunRecord[]>;
  /** The last row of a channel, or `null`. */
  last(channelId: ChannelId): Promise<AsRunRecord | null>;
}

/** Changes as-run. */
export interface AsRunWriter {
  /** Appends; ids are given by the database in order. Call inside `durable`. */
  append(records: readonly Omit<AsRunRecord, 'id'>[]): Promise<void>;
}

export interface AsRunRepository extends AsRunReader, AsRunWriter {}
