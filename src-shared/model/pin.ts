import { z } from 'zod';

import { ChannelId, PinId } from './ids.ts';
import { Assignment, YearlyRange } from './plan.ts';
import { EpochMsSchema, IsoDateSchema } from './scalars.ts';
import { DAY_MINUTES } from '../time/units.ts';

/** The broadcast dates of a pin: named ones, or the same days of every year. */
export const PinDays = z.discriminatedUnion('type', [
  z.object({ type: z.literal('dates'), dates: z.array(IsoDateSchema).min(1).max(366) }),
  YearlyRange.extend({ type: z.literal('yearly') }),
]);
export type PinDays = z.infer<typeof PinDays>;

/** The fields of a pin that an operator sets. */
export const PinFields = z.object({
  days: PinDays,
  /** Minutes from the start of the broadcast day. */
  startOffsetMinutes: z.int().min(0).max(1_439),
  durationMinutes: z.int().min(1).max(DAY_MINUTES),
  content: Assignment.shape.content,
  episodePolicy: Assignment.shape.episodePolicy,
  operatorIntent: Assignment.shape.operatorIntent,
});
export type PinFields = z.infer<typeof PinFields>;

/** An exception on a channel that no plan and no rebuild overrides: on these dates, at this time, this content. */
export const Pin = PinFields.extend({
  id: PinId,
  channelId: ChannelId,
  createdAt: EpochMsSchema,
});
export type Pin = z.infer<typeof Pin>;
