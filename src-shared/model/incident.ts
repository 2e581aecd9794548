import { z } from 'zod';

import { ChannelId } from './ids.ts';
import { EpochMsSchema, IsoDateSchema } from './scalars.ts';

/** Something of planning or of the air that is wrong, or will be. */
export const PlanningWarning = z.object({
  severity: z.enum(['error', 'warning']),
  /** Invariant id of docs/invariants.md, or a rule id. */
  rule: z.string(),
  /** What it is about: a row, series or plan id; empty for the whole channel. */
  subject: z.string(),
  /** The first date on which it shows; `null` for at once. */
  fromDate: IsoDateSchema.nullable(),
  message: z.string(),
  remedy: z.string(),
});
export type PlanningWarning = z.infer<typeof PlanningWarning>;

/** The rule under which a channel's airing of slates is recorded. */
export const ON_SLATES_RULE = 'on-slates';

/** The rule under which it is recorded of each channel that the air itself was down. */
export const AIR_DOWN_RULE = 'air-down';

/** The rules of the air; all others are planning's. */
export const AIR_RULES: readonly string[] = [ON_SLATES_RULE, AIR_DOWN_RULE];

/** The record of such a thing, from when it was first seen until it was over. */
export const PlanningIncident = PlanningWarning.omit({ fromDate: true }).extend({
  id: z.int().positive(),
  channelId: ChannelId,
  firstSeenAt: EpochMsSchema,
  lastSeenAt: EpochMsSchema,
  /** `null` while it lasts. */
  endedAt: EpochMsSchema.nullable(),
});
export type PlanningIncident = z.infer<typeof PlanningIncident>;
