import type { ChannelId } from '#shared/model/ids.ts';
import type { PlayoutSession, PublishedSubstitution } from '#shared/model/playout.ts';

/** Reads what playout published. */
export interface PlayoutReader {
  substitutionsFrom(channelId: ChannelId, mediaSequence: number): Promise<PublishedSubstitution[]>;
  latestSession(channelId: ChannelId): Promise<PlayoutSession | null>;
}

/** Changes what playout published. */
export interface PlayoutWriter {
  addSubstitution(substitution: PublishedSubstitution): Promise<void>;
  saveSession(session: PlayoutSession): Promise<void>;
}

export interface PlayoutRepository extends PlayoutReader, PlayoutWriter {}
