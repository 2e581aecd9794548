import { z } from 'zod';

import { ContentRule } from '../model/content-rule.ts';
import { PlanId } from '../model/ids.ts';
import { EpisodePolicy } from '../model/episode-policy.ts';
import { Finding } from '../model/finding.ts';
import { Assignment, ContentReference, Plan } from '../model/plan.ts';
import { IsoDateSchema } from '../model/scalars.ts';
import { Suggestions } from '../model/suggestion.ts';
import { command, query } from './define.ts';

/** What fills the gaps of a plan; left out: what the channel's default programming names. */
const Filling = {
  content: ContentReference.optional(),
  episodePolicy: EpisodePolicy.default('syndication'),
};

/** Content that the station proposes. Nothing of it is placed until somebody accepts it. */
export const suggestionMethods = {
  /** What could fill a slot of a plan (with its draft), ranked, with reasons; accepted by `plan.editDraft` or `plan.addAssignment`. */
  'plan.suggest': query(
    z.object({
      planId: PlanId,
      startOffsetMinutes: Assignment.shape.startOffsetMinutes,
      durationMinutes: Assignment.shape.durationMinutes,
      /** For season, freshness and what has aired; the present broadcast date unless given. */
      date: IsoDateSchema.nullable().default(null),
      constraints: ContentRule.default({}),
      limit: z.int().min(1).max(200).default(20),
    }),
    Suggestions,
    ['not-found'],
  ),
  /** The rows that would fill what of the day nothing claims, and what would be found in the plan then; writes nothing. */
  'plan.autofillPreview': query(
    z.object({ id: PlanId, ...Filling }),
    z.object({ rows: z.array(Assignment), findings: z.array(Finding) }),
    ['not-found'],
  ),
  /** Adds those rows to the draft, as one edit. `version` is the plan's version that the client saw. */
  'plan.autofill': command(
    z.object({ id: PlanId, version: z.int().positive(), ...Filling }),
    z.object({ plan: Plan, rows: z.array(Assignment) }),
    ['not-found', 'stale-version', 'plan-overlap', 'not-eligible'],
  ),
} as const;
