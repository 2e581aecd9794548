import { z } from 'zod';

import { AssetKind } from '../model/asset.ts';
import { traitsOf } from '../model/content-kinds.ts';
import { AssignmentId, ChannelId, LabelId, PlanId } from '../model/ids.ts';
import { EpisodePolicy } from '../model/episode-policy.ts';
import { Finding } from '../model/finding.ts';
import {
  Assignment,
  ContentReference,
  Plan,
  PlanEdit,
  PlanFields,
  PlanLabel,
} from '../model/plan.ts';
import { AiringChange } from '../model/override.ts';
import { DayFollowing, PublishFrom } from '../model/rebuild.ts';
import { IsoDateSchema, NameSchema } from '../model/scalars.ts';
import { changesTo } from './changes.ts';
import { Selector } from './channel.ts';
import { command, query } from './define.ts';
import { ToldDay, ToldResolvedDay } from './told-day.ts';

/** A row as the operator gives it; the station adds ids. */
export const AssignmentInput = z.object({
  startOffsetMinutes: Assignment.shape.startOffsetMinutes,
  durationMinutes: Assignment.shape.durationMinutes,
  content: ContentReference,
  episodePolicy: EpisodePolicy.default('sequential'),
  isHardStart: Assignment.shape.isHardStart,
  breakRules: Assignment.shape.breakRules,
  packing: Assignment.shape.packing,
  fill: Assignment.shape.fill,
  operatorIntent: Assignment.shape.operatorIntent.default(null),
  labelId: LabelId.nullable().default(null),
});
export type AssignmentInput = z.infer<typeof AssignmentInput>;

/** The key under which `plan.show` names a content reference. */
export function contentKey(content: ContentReference): string {
  return traitsOf(content).key(content);
}

/** Names for the content references of a plan, so that a client can draw it without the catalogue. */
export const PlanContentName = z.object({
  /** See {@link contentKey}. */
  key: z.string(),
  title: z.string(),
  kind: AssetKind.or(z.literal('package')),
  isEligible: z.boolean(),
});
export type PlanContentName = z.infer<typeof PlanContentName>;

/** What a date would be with changed plans, against what it is. */
export const DayDifference = z.object({
  date: IsoDateSchema,
  /** What it is compared with: the day as frozen, or as it would be resolved. */
  basis: z.enum(['frozen', 'resolved']),
  changes: z.array(AiringChange),
  day: ToldResolvedDay,
  findings: z.array(Finding),
});
export type DayDifference = z.infer<typeof DayDifference>;

export const planMethods = {
  'plan.list': query(z.object({ channelId: ChannelId.optional() }), z.array(Plan)),
  'plan.show': query(
    z.object({ selector: Selector, channelId: ChannelId.optional() }),
    z.object({ plan: Plan, names: z.array(PlanContentName) }),
    ['not-found'],
  ),
  'plan.create': command(
    PlanFields.partial().required({ name: true }).extend({ channelId: ChannelId }),
    Plan,
    ['not-found', 'already-exists'],
  ),
  'plan.update': command(z.object({ id: PlanId, changes: PlanFields.partial() }), Plan, [
    'not-found',
    'already-exists',
  ]),
  /** Refused while rows, days, guide or log refer to it; the error counts each kind. */
  'plan.delete': command(z.object({ id: PlanId }), z.object({}), ['not-found', 'has-dependents']),
  /** Its rows (of the draft, if there is one), its zones and its place among the plans of its channel. */
  'plan.validate': query(z.object({ id: PlanId }), z.array(Finding), ['not-found']),
  /** Resolves one date as if the plan (with its draft) were in force; writes nothing. */
  'plan.preview': query(
    z.object({ channelId: ChannelId, date: IsoDateSchema, withDrafts: z.boolean().default(true) }),
    z.object({ day: ToldDay, findings: z.array(Finding) }),
    ['not-found'],
  ),
  /** What changed plans would make of a range of days, against what is frozen or would be resolved; writes nothing. */
  'plan.whatif': query(
    z.object({
      channelId: ChannelId,
      /** First and last date, both included, at most 31 days. */
      from: IsoDateSchema,
      to: IsoDateSchema,
      /** Every draft stands for its plan's rows. */
      withDrafts: z.boolean().default(true),
      /** One plan with other fields or other rows. */
      plan: z
        .object({
          id: PlanId,
          fields: PlanFields.partial().default({}),
          rows: z.array(AssignmentInput).nullable().default(null),
        })
        .nullable()
        .default(null),
    }),
    z.array(DayDifference),
    ['not-found'],
  ),
  /** Adds a published row at once (the command line's way). */
  'plan.addAssignment': command(z.object({ planId: PlanId, row: AssignmentInput }), Assignment, [
    'not-found',
    'plan-overlap',
    'not-eligible',
  ]),
  'plan.updateAssignment': command(
    z.object({ id: AssignmentId, changes: changesTo(AssignmentInput) }),
    Assignment,
    ['not-found', 'plan-overlap', 'not-eligible'],
  ),
  'plan.removeAssignment': command(z.object({ id: AssignmentId }), z.object({}), ['not-found']),
  /** Applies edits to the draft, all or none. `version` is the plan's version that the client saw. */
  'plan.editDraft': command(
    z.object({ id: PlanId, version: z.int().positive(), edits: z.array(PlanEdit).min(1) }),
    Plan,
    ['not-found', 'stale-version', 'plan-overlap', 'not-eligible'],
  ),
  'plan.discardDraft': command(z.object({ id: PlanId }), Plan, ['not-found']),
  /**
   * Makes the draft the plan, with its consequences for frozen days. The answer names the first date on which the plan is in force
   * and shows; `null`: on none of the next year.
   */
  'plan.publish': command(
    z.object({ id: PlanId, from: PublishFrom.default('unpromised') }),
    z.object({
      plan: Plan,
      showsFrom: IsoDateSchema.nullable(),
      days: z.array(DayFollowing),
      findings: z.array(Finding),
    }),
    ['not-found', 'plan-overlap', 'not-eligible'],
  ),
  'label.list': query(z.object({}), z.array(PlanLabel)),
  'label.create': command(
    z.object({ name: NameSchema, description: z.string().nullable().default(null) }),
    PlanLabel,
    ['already-exists'],
  ),
} as const;
