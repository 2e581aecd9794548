import { z } from 'zod';

import { ChannelId, ScheduleDayId } from './ids.ts';
import { AiringChange } from './override.ts';
import { EpochMsSchema, IsoDateSchema } from './scalars.ts';

/**
 * From when a published plan counts for days that are frozen already. `unpromised`: where nothing but default programming stands
 * against it, at once; the other days are offered. `now`: everything that is neither on the air nor about to be. A date: frozen days
 * from it on. `after-frozen`: no frozen day.
 */
export const PublishFrom = z.union([z.enum(['unpromised', 'now', 'after-frozen']), IsoDateSchema]);
export type PublishFrom = z.infer<typeof PublishFrom>;

/** What becomes of a frozen day when the plans have changed. */
export const DayFollowing = z.object({
  date: IsoDateSchema,
  /**
   * `remade`: it follows the plans from `fromAt` on. `offered`: it was promised otherwise and stays until it is decided about.
   * `kept`: it stays, as was asked for, or because the channel's clock is another since. `unchanged`: the plans make no difference to it. `settled`: they would, but that part of it
   * has aired or is locked.
   */
  outcome: z.enum(['remade', 'offered', 'kept', 'unchanged', 'settled']),
  /** The first airing that is, or would be, another. */
  fromAt: EpochMsSchema.nullable(),
  /** What viewers notice, in order of time. */
  changes: z.array(AiringChange),
});
export type DayFollowing = z.infer<typeof DayFollowing>;

/** A frozen day that does not say what the plans say any more; it stands until it is decided about or nothing of it is free. */
export const RebuildOffer = z.object({
  channelId: ChannelId,
  broadcastDate: IsoDateSchema,
  /** The version of the day; another one is no longer on offer. */
  scheduleDayId: ScheduleDayId,
  /** What made it differ, as a sentence. */
  reason: z.string(),
  madeAt: EpochMsSchema,
});
export type RebuildOffer = z.infer<typeof RebuildOffer>;

/** What came of rebuilding one day. */
export const RebuildOutcome = z.object({
  date: IsoDateSchema,
  outcome: z.enum(['rebuilt', 'refused']),
  /** Why it was refused; `null` when it was not. */
  message: z.string().nullable(),
});
export type RebuildOutcome = z.infer<typeof RebuildOutcome>;
