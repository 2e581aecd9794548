import { z } from 'zod';

import { ContentRule } from '../model/content-rule.ts';
import { AssetId, ChannelId, LabelId, PlanId, ZoneId } from '../model/ids.ts';
import { EpisodePolicy } from '../model/episode-policy.ts';
import { Assignment, Plan, PlanFields, PlanLabel } from '../model/plan.ts';
import { PlanFile } from '../model/plan-file.ts';
import { DurationMsSchema, IsoDateSchema, NameSchema } from '../model/scalars.ts';
import { Zone, ZoneFields } from '../model/zone.ts';
import { changesTo } from './changes.ts';
import { command, query } from './define.ts';

/** A zone as the operator gives it; the station adds its id. */
export const ZoneInput = ZoneFields.extend({
  items: ZoneFields.shape.items.default([]),
  dayFilters: ZoneFields.shape.dayFilters.default(null),
  isEnabled: z.boolean().default(true),
  effectiveStart: ZoneFields.shape.effectiveStart.default(null),
  effectiveEnd: ZoneFields.shape.effectiveEnd.default(null),
  dstPolicy: ZoneFields.shape.dstPolicy.default(null),
});
export type ZoneInput = z.infer<typeof ZoneInput>;

/** A programme that a rule matches. */
const RuleMatch = z.object({
  id: AssetId,
  kind: z.enum(['episode', 'movie']),
  title: z.string(),
  seriesTitle: z.string().nullable(),
  seasonNumber: z.int().nullable(),
  episodeNumber: z.int().nullable(),
  year: z.int().nullable(),
  durationMs: DurationMsSchema,
});

/** Zones, labels, rules, and plans as files. */
export const planContentMethods = {
  /** The zones of a plan by start. */
  'zone.list': query(z.object({ planId: PlanId }), z.array(Zone), ['not-found']),
  /** Adds a zone at once; two zones may not claim the same minutes of the same days. */
  'zone.add': command(z.object({ planId: PlanId, zone: ZoneInput }), Zone, [
    'not-found',
    'not-eligible',
  ]),
  'zone.update': command(z.object({ id: ZoneId, changes: changesTo(ZoneInput) }), Zone, [
    'not-found',
    'not-eligible',
  ]),
  'zone.delete': command(z.object({ id: ZoneId }), z.object({}), ['not-found']),
  'label.update': command(
    z.object({
      id: LabelId,
      changes: changesTo(PlanLabel.omit({ id: true }).extend({ name: NameSchema })),
    }),
    PlanLabel,
    ['not-found', 'already-exists'],
  ),
  /** Rows that have the label lose it; nothing else changes. */
  'label.delete': command(z.object({ id: LabelId }), z.object({}), ['not-found']),
  /**
   * What a rule matches among the eligible programmes, and how many each of its fields turns away. On an occasion: at that date
   * and time, and what a row of it would air then.
   */
  'rule.test': query(
    z.object({
      rule: ContentRule,
      limit: z.int().min(0).max(1_000).default(50),
      occasion: z
        .object({
          channelId: ChannelId,
          date: IsoDateSchema,
          startOffsetMinutes: Assignment.shape.startOffsetMinutes.default(0),
          episodePolicy: EpisodePolicy.default('sequential'),
        })
        .nullable()
        .default(null),
    }),
    z.object({
      eligible: z.int().nonnegative(),
      matching: z.int().nonnegative(),
      episodes: z.int().nonnegative(),
      movies: z.int().nonnegative(),
      series: z.int().nonnegative(),
      turnedAway: z.array(z.object({ field: z.string(), count: z.int().nonnegative() })),
      description: z.string(),
      items: z.array(RuleMatch),
      /** `null` without an occasion, or when nothing may air. */
      pick: z
        .object({
          item: RuleMatch,
          eligibleCount: z.int().nonnegative(),
          seed: z.string().nullable(),
          cursorBefore: AssetId.nullable(),
          /** The hours of rest that were left of the rule's when it had to be relaxed. */
          relaxedToHours: z.number().nullable(),
        })
        .nullable(),
    }),
    ['not-found'],
  ),
  /** A plan of the same fields, rows and zones under another name, on its channel or another. Drafts are not copied. */
  'plan.copy': command(
    z.object({ id: PlanId, name: PlanFields.shape.name, channelId: ChannelId.optional() }),
    Plan,
    ['not-found', 'already-exists'],
  ),
  /** The published plan as a file that names everything by title. */
  'plan.export': query(z.object({ id: PlanId }), PlanFile, ['not-found']),
  /** Makes a plan of a file, all or nothing: what the library does not have is `not-found`, each thing by name. */
  'plan.import': command(
    z.object({ channelId: ChannelId, file: PlanFile, name: PlanFields.shape.name.optional() }),
    Plan,
    ['not-found', 'already-exists', 'not-eligible', 'plan-overlap'],
  ),
} as const;
