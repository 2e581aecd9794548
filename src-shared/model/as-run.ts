import { z } from 'zod';

import { AssetId, ChannelId, LogBlockId, LogEventId } from './ids.ts';
import { DurationMsSchema, EpochMsSchema, IsoDateSchema } from './scalars.ts';

/**
 * What became of a planned event: on the air whole; in part, because the station was away for the rest; with slates in part of
 * it; not at all, because the station was away; with nothing of its own, because slates stood in for all of it.
 */
export const AsRunStatus = z.enum(['aired', 'truncated', 'substituted', 'skipped', 'error']);
export type AsRunStatus = z.infer<typeof AsRunStatus>;

/** One row of the append-only record of what aired, on the virtual timeline: with or without viewers. */
export const AsRunRecord = z.object({
  id: z.int().nonnegative(),
  channelId: ChannelId,
  broadcastDate: IsoDateSchema,
  /** The log row that authorised it. */
  eventId: LogEventId,
  blockId: LogBlockId,
  kind: z.enum(['act', 'interstitial', 'pad']),
  assetId: AssetId.nullable(),
  title: z.string(),
  plannedStartAt: EpochMsSchema,
  startedAt: EpochMsSchema,
  durationMs: DurationMsSchema,
  frameCount: z.int().nonnegative(),
  status: AsRunStatus,
  /** Whether a single segment of it was asked for. */
  wasServed: z.boolean(),
  peakViewers: z.int().nonnegative(),
  /** Pictures that a slate stood in for. */
  slateFrames: z.int().nonnegative(),
  reason: z.string().nullable(),
});
export type AsRunRecord = z.infer<typeof AsRunRecord>;
