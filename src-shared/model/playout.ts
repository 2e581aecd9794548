import type { ChannelId } from './ids.ts';
import type { EpochMs } from '../time/units.ts';

/** A published media segment that a slate stood in for; the mapping is frozen for ever. */
export interface PublishedSubstitution {
  readonly channelId: ChannelId;
  readonly mediaSequence: number;
  readonly reason: string;
  readonly at: EpochMs;
}

/** A stretch of time in which a channel was on the air for somebody. */
export interface PlayoutSession {
  readonly channelId: ChannelId;
  /** The first media sequence number that its playlists may list. */
  readonly fromMediaSequence: number;
  readonly startedAt: EpochMs;
  /** `null` while it runs, and after a crash. */
  readonly endedAt: EpochMs | null;
}
