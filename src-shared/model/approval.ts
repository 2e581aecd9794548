import { z } from 'zod';

import { ChannelId, ScheduleDayId } from './ids.ts';
import { EpochMsSchema, IsoDateSchema } from './scalars.ts';

/** Where a request came from. There is one operator, so this is all there is to say of who. */
export const RequestHost = z.enum(['window', 'web', 'command-line']);
export type RequestHost = z.infer<typeof RequestHost>;

/** One decision of the operator about a frozen day; kept for ever. */
export const DayApproval = z.object({
  id: z.int().positive(),
  channelId: ChannelId,
  broadcastDate: IsoDateSchema,
  /** The version of the day that was decided about. */
  scheduleDayId: ScheduleDayId,
  action: z.enum(['approve', 'unapprove']),
  by: RequestHost,
  note: z.string(),
  madeAt: EpochMsSchema,
});
export type DayApproval = z.infer<typeof DayApproval>;

/**
 * How a version of a day stands. `planned`: it waits for approval and does not air. `approved`: it airs, or
 * nobody has to approve it. `played`: it is over. `canceled`: another version took its place.
 */
export const DayStatus = z.enum(['planned', 'approved', 'played', 'canceled']);
export type DayStatus = z.infer<typeof DayStatus>;

/** How the live version of a day stands. */
export const DayStanding = z.object({
  channelId: ChannelId,
  broadcastDate: IsoDateSchema,
  scheduleDayId: ScheduleDayId,
  startAt: EpochMsSchema,
  endAt: EpochMsSchema,
  status: DayStatus,
  /** Something else airs, because the day was not approved in time; approving it brings back what is not locked yet. */
  isReplaced: z.boolean(),
  /** The last decision about it, or `null`. */
  approval: DayApproval.nullable(),
});
export type DayStanding = z.infer<typeof DayStanding>;
