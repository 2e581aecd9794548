import { z } from 'zod';

import { ChannelId, PlanId } from '../model/ids.ts';
import { DayFollowing, PublishFrom, RebuildOffer, RebuildOutcome } from '../model/rebuild.ts';
import { IsoDateSchema } from '../model/scalars.ts';
import { command, query } from './define.ts';

const Dates = z.object({ channelId: ChannelId, dates: z.array(IsoDateSchema).min(1).max(60) });

/** Frozen days and the plans that came after them. */
export const rebuildMethods = {
  /** What publishing a plan's draft would do to the frozen days, and the first date that shows it; writes nothing. */
  'plan.publishImpact': query(
    z.object({ id: PlanId, from: PublishFrom.default('unpromised') }),
    z.object({ showsFrom: IsoDateSchema.nullable(), days: z.array(DayFollowing) }),
    ['not-found', 'plan-overlap'],
  ),
  /** Days on offer, by channel and date. */
  'rebuild.list': query(z.object({ channelId: ChannelId.optional() }), z.array(RebuildOffer)),
  /** Lets days follow the plans, each by itself: one that is refused stops none of the others. */
  'rebuild.accept': command(Dates, z.object({ days: z.array(RebuildOutcome) }), ['not-found']),
  /** Leaves days as they are; they are no longer on offer. */
  'rebuild.leave': command(Dates, z.object({}), ['not-found']),
} as const;
