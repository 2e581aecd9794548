import type { ChannelId } from '#shared/model/ids.ts';
import type { RebuildOffer } from '#shared/model/rebuild.ts';
import type { EpochMs, IsoDate } from '#shared/time/units.ts';

/** Reads offers to rebuild days. */
export interface RebuildOfferReader {
  /** Of live days that end after the instant, by channel and date; an offer of a version that is gone is none. */
  list(filter: {
    readonly channelId?: ChannelId | undefined;
    readonly endAfter: EpochMs;
  }): Promise<RebuildOffer[]>;
}

/** Changes offers to rebuild days. */
export interface RebuildOfferWriter {
  /** One per channel and date. */
  put(offer: RebuildOffer): Promise<void>;
  remove(channelId: ChannelId, dates: readonly IsoDate[]): Promise<void>;
}

export interface RebuildOfferRepository extends RebuildOfferReader, RebuildOfferWriter {}
