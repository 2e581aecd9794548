import { z } from 'zod';

import type { ChannelId } from './ids.ts';
import type { EpochMs } from '../time/units.ts';
import { EpochMsSchema } from './scalars.ts';

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

/** Why the station was not on the air before a span of presence. */
export const AbsenceCause = z.enum(['not-running', 'clock-jump']);
export type AbsenceCause = z.infer<typeof AbsenceCause>;

/** A time `[fromAt, toAt)` in which the station was on the air and its clock went on evenly. */
export const PresenceSpan = z.object({
  fromAt: EpochMsSchema,
  toAt: EpochMsSchema,
  /** Why it was away before, if it was. */
  after: AbsenceCause,
});
export type PresenceSpan = z.infer<typeof PresenceSpan>;
export const PresenceSpans = z.array(PresenceSpan);
