import { z } from 'zod';

import { ChannelId, PlanId } from '../model/ids.ts';
import { Finding } from '../model/finding.ts';
import { Assignment, Plan, PlanFields } from '../model/plan.ts';
import { IsoDateSchema } from '../model/scalars.ts';
import { Zone } from '../model/zone.ts';
import { command, query } from './define.ts';
import { ToldDay } from './told-day.ts';

/** A whole plan as someone is still writing it. The client makes the ids of new rows and zones. */
export const PlanManuscript = z.object({
  channelId: ChannelId,
  /** The plan that it replaces, and the version that the client saw; `null`: a new plan. */
  replaces: z.object({ id: PlanId, version: z.int().positive() }).nullable(),
  /** Unmentioned fields stay as they are, or are the defaults. */
  fields: PlanFields.partial().required({ name: true }),
  rows: z.array(Assignment.omit({ planId: true })),
  zones: z.array(Zone),
});
export type PlanManuscript = z.infer<typeof PlanManuscript>;

/** Plans written as wholes. */
export const planWritingMethods = {
  /** Saves fields, rows and zones in one transaction; a draft of the plan's rows is over by it. */
  'plan.save': command(PlanManuscript, Plan, [
    'not-found',
    'already-exists',
    'stale-version',
    'plan-overlap',
    'not-eligible',
  ]),
  /** What would be found in the plan, and what would become of a date if it were saved; writes nothing. */
  'plan.rehearse': query(
    z.object({ plan: PlanManuscript, date: IsoDateSchema.nullable().default(null) }),
    z.object({ findings: z.array(Finding), day: ToldDay.nullable() }),
    ['not-found', 'already-exists', 'stale-version', 'plan-overlap'],
  ),
} as const;
