import { z } from 'zod';

import { DayApproval, DayStanding } from '../model/approval.ts';
import { ChannelId, ScheduleDayId } from '../model/ids.ts';
import { IsoDateSchema } from '../model/scalars.ts';
import { command, query } from './define.ts';

const Decision = z.object({
  channelId: ChannelId,
  date: IsoDateSchema,
  /** The version that the client saw; another one is refused. */
  dayId: ScheduleDayId.nullable().default(null),
  note: z.string().trim().max(500).default(''),
});

const DECISION_ERRORS = [
  'not-found',
  'horizon-no-schedule-data',
  'conflict',
  'day-frozen',
  'stale-version',
] as const;

const Decided = z.object({ standing: DayStanding, approval: DayApproval });

/** Days that air only once the operator has said so (a setting of the channel). */
export const approvalMethods = {
  /**
   * Lets a frozen day air. One that was not approved in time comes back as far as it is not locked; nothing happens to one that
   * is approved already.
   */
  'day.approve': command(Decision, Decided, DECISION_ERRORS),
  /** Takes an approval back. What is locked airs all the same. */
  'day.unapprove': command(Decision, Decided, DECISION_ERRORS),
  /** Frozen days from today on that wait for approval, or were replaced for want of it. */
  'day.pending': query(z.object({ channelId: ChannelId.optional() }), z.array(DayStanding)),
  /** Every decision about days, oldest first. */
  'day.approvals': query(
    z.object({ channelId: ChannelId.optional(), date: IsoDateSchema.optional() }),
    z.array(DayApproval),
  ),
} as const;
