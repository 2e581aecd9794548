import type { AsRunRecord } from '#shared/model/as-run.ts';
import type { Asset } from '#shared/model/asset.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { AiringId, AssetId, ChannelId } from '#shared/model/ids.ts';
import type { LogBlock } from '#shared/model/log.ts';
import type { PlayoutSession, PresenceSpan, PublishedSubstitution } from '#shared/model/playout.ts';
import type { Airing } from '#shared/model/schedule-day.ts';
import type { Interval } from '#shared/time/interval.ts';
import type { EpochMs } from '#shared/time/units.ts';

/** What playout must know of an asset: where its file is and how it was probed. */
export interface PlayableAsset {
  readonly asset: Asset;
  readonly absolutePath: string;
}

/** What an airing is called. */
export type AiringNames = Pick<Airing, 'title' | 'episodeTitle'>;

/** All that playout reads of the station's memory. */
export interface PlayoutReader {
  /** Every channel, by number, active or not. */
  channels(): Promise<readonly Channel[]>;
  /** Locked blocks that touch the half-open window, in air order. */
  blocksIn(channelId: ChannelId, window: Interval): Promise<readonly LogBlock[]>;
  /**
   * How many breaks of the line of pictures or of their numbers lie in the channel's log up to the block that starts at the instant, that one's
   * beginning included.
   */
  discontinuitiesUntil(channelId: ChannelId, startAt: EpochMs): Promise<number>;
  /** `null` for an asset that has never been probed or whose source is gone. */
  playable(assetId: AssetId): Promise<PlayableAsset | null>;
  airingNames(airingId: AiringId): Promise<AiringNames | null>;
  /** Where the as-run of the channel ends, `null` while it has none. */
  recordedUntil(channelId: ChannelId): Promise<EpochMs | null>;
  /** When the station was on the air, as far as it is remembered, in the order in which it was noted. */
  presence(): Promise<readonly PresenceSpan[]>;
  /** Substitutions under numbers from `mediaSequence` (included) on, by number. */
  substitutionsFrom(
    channelId: ChannelId,
    mediaSequence: number,
  ): Promise<readonly PublishedSubstitution[]>;
  latestSession(channelId: ChannelId): Promise<PlayoutSession | null>;
}

/** A row of as-run before the store has numbered it. */
export type AsRunRow = Omit<AsRunRecord, 'id'>;

/**
 * Where playout writes down what happened on the air. A disk that takes nothing refuses nothing here: what it owes is kept in
 * memory until the station has taken it.
 */
export interface EvidenceWriter {
  saveSession(session: PlayoutSession): Promise<void>;
  /** On the disk when it resolves: it must be before the slate is served. */
  addSubstitution(substitution: PublishedSubstitution): Promise<void>;
  /** On the disk when it resolves. */
  appendAsRun(rows: readonly AsRunRow[]): Promise<void>;
  /** A sign of life: all that is to be remembered of when the station was on the air. */
  notePresence(spans: readonly PresenceSpan[]): Promise<void>;
}
