import { z } from 'zod';

import { BreakChanges } from './break-rules.ts';
import { ContentRule } from './content-rule.ts';
import { EpisodePolicy } from './episode-policy.ts';
import {
  AssetId,
  AssignmentId,
  BlockId,
  BlockRowId,
  ChannelId,
  LabelId,
  PlacedBlockId,
  PlanId,
  RowId,
  SeriesId,
  VirtualAssetId,
} from './ids.ts';
import { EpochMsSchema, IsoDateSchema, NameSchema, StoredNameSchema } from './scalars.ts';
import { ContentItem, Weekday, Zone } from './zone.ts';
import { DAY_MINUTES } from '../time/units.ts';

/** A yearly range of days, `MM-DD` to `MM-DD`, both included; it wraps New Year when the first is later. */
export const YearlyRange = z.object({
  from: z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, { error: 'Write MM-DD.' }),
  to: z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, { error: 'Write MM-DD.' }),
});
export type YearlyRange = z.infer<typeof YearlyRange>;

/** Every so many days or weeks: week A and week B are two plans whose anchors are a week apart. */
export const Alternation = z.object({
  unit: z.enum(['day', 'week']),
  every: z.int().min(2, { error: 'Alternate every 2 or more.' }).max(52),
  /** A first day of its turn; weeks are counted from it, whatever weekday it is. */
  anchorDate: IsoDateSchema,
});
export type Alternation = z.infer<typeof Alternation>;

/** What an assignment plays. */
export const ContentReference = z.discriminatedUnion('type', [
  z.object({ type: z.literal('series'), seriesId: SeriesId }),
  z.object({ type: z.literal('asset'), assetId: AssetId }),
  /** A package of several assets, once, as one airing; the row's policy does not count. */
  z.object({ type: z.literal('virtual_package'), virtualAssetId: VirtualAssetId }),
  /** Several series (and assets) in turn; see {@link ContentItem}. */
  z.object({ type: z.literal('list'), items: z.array(ContentItem).min(1).max(500) }),
  /** Whatever of the library matches, chosen by the row's policy. */
  z.object({ type: z.literal('rule'), rule: ContentRule }),
  /** Whatever matches, drawn by the hash of channel, rule and slot; the row's policy does not count. */
  z.object({ type: z.literal('random'), rule: ContentRule }),
  /** What another row or zone of the channel (`of`) aired, again, in the same order. */
  z.object({
    type: z.literal('encore'),
    of: RowId,
    /** Aired on the broadcast day so many days before, or the last time before this one. */
    daysAgo: z.union([z.int().min(0).max(7), z.literal('latest')]),
  }),
]);
export type ContentReference = z.infer<typeof ContentReference>;

/**
 * Whether a row airs several pieces of content in the slots of one: when the first is under half of a grid slot (`auto`),
 * whenever more fits, or never.
 */
export const Packing = z.enum(['auto', 'always', 'never']);
export type Packing = z.infer<typeof Packing>;

/** What may fill the rest of a row. `short`: a programme that is over in under half of a grid slot. */
export const FILL_KINDS = ['trailer', 'promo', 'psa', 'commercial', 'filler', 'short'] as const;

/**
 * What fills the rest of a row whose content is over before it, back to back, as traffic fills a break. The time belongs to the
 * airing before it, and so to its guide entry.
 */
export const RowFill = z.strictObject({
  kinds: z.array(z.enum(FILL_KINDS)).min(1, { error: 'Name at least one kind.' }),
  /** Only what has one of these tags; left out: whatever is of the kinds. */
  tags: z.array(z.string().trim().min(1).max(100)).min(1).max(50).optional(),
});
export type RowFill = z.infer<typeof RowFill>;

/** A plan row: at this offset from the day's start, for so long, this content. */
export const Assignment = z.object({
  id: AssignmentId,
  planId: PlanId,
  /** Minutes from the start of the broadcast day, 0 … 1440. */
  startOffsetMinutes: z.int().min(0).max(DAY_MINUTES),
  /** Positive; the end may lie past the end of the day (carry-over). */
  durationMinutes: z.int().min(1).max(2_880),
  content: ContentReference,
  episodePolicy: EpisodePolicy,
  /** It starts at its time and what airs before it ends by then; left out, it may slip behind longer content. */
  isHardStart: z.boolean().optional(),
  /** What differs from its plan's and its channel's break rules; left out or `null`: nothing. */
  breakRules: BreakChanges.nullable().optional(),
  /** Left out: `auto`. */
  packing: Packing.optional(),
  /** What fills the time that its content leaves; left out or `null`: default programming. */
  fill: RowFill.nullable().optional(),
  /** Carried into the day and shown to the operator, never read by the planner. */
  operatorIntent: z.string().max(500).nullable(),
  labelId: LabelId.nullable(),
});
export type Assignment = z.infer<typeof Assignment>;

/** A row as it is planned, whatever holds it: a plan, a placed block, a zone or a pin. */
export const PlannedRow = Assignment.extend({ id: RowId });
export type PlannedRow = z.infer<typeof PlannedRow>;

export const NO_ENCORES = {
  error: 'A block cannot hold encores; put them into the plan.',
  path: ['content'],
};

/** A row of a block, at an offset from the block's start. It never is an encore: rows of other plans mean nothing to it. */
export const BlockRow = Assignment.omit({ planId: true, labelId: true })
  .extend({ id: BlockRowId })
  .refine(({ content }) => content.type !== 'encore', NO_ENCORES);
export type BlockRow = z.infer<typeof BlockRow>;

/** Rows with a name that plans of any channel share. */
export const Block = z.object({
  id: BlockId,
  /** Unique on the station. */
  name: StoredNameSchema,
  description: z.string().max(2_000).nullable(),
  /** By start; none overlap. */
  rows: z.array(BlockRow),
  version: z.int().positive(),
  createdAt: EpochMsSchema,
  updatedAt: EpochMsSchema,
});
export type Block = z.infer<typeof Block>;

/** A block in a plan. */
export const PlacedBlock = z.object({
  id: PlacedBlockId,
  /** Minutes from the start of the broadcast day. */
  startOffsetMinutes: z.int().min(0).max(1_439),
  /** The weekdays of the broadcast date on which it applies; `null`: all. */
  dayFilters: z.array(Weekday).min(1).nullable(),
  block: Block,
});
export type PlacedBlock = z.infer<typeof PlacedBlock>;

/** A purely visual group of assignments; the planner never reads it. */
export const PlanLabel = z.object({
  id: LabelId,
  name: StoredNameSchema,
  description: z.string().nullable(),
});
export type PlanLabel = z.infer<typeof PlanLabel>;

/** The fields of a plan that an operator may set. */
export const PlanFields = z.object({
  name: NameSchema,
  description: z.string().max(2_000).nullable(),
  /** Cron expression; only day of month, month and day of week count. `null`: every day. */
  cron: z.string().max(500, { error: 'A cron expression has at most 500 characters.' }).nullable(),
  /** First and last date, both included. */
  startDate: IsoDateSchema.nullable(),
  endDate: IsoDateSchema.nullable(),
  yearlyRange: YearlyRange.nullable(),
  /** Left out or `null`: it does not alternate. */
  alternation: Alternation.nullable().optional(),
  /** What differs from the channel's break rules; left out or `null`: nothing. */
  breakRules: BreakChanges.nullable().optional(),
  /** Larger wins. */
  priority: z.int().min(0, { error: 'Priority is 0 or more.' }),
  /** How the plan sits on those below it: instead of them, or only where it has windows of its own. */
  layering: z.enum(['replace', 'merge']),
  isActive: z.boolean(),
});
export type PlanFields = z.infer<typeof PlanFields>;

export const DEFAULT_PLAN_FIELDS: Omit<PlanFields, 'name'> = {
  description: null,
  cron: null,
  startDate: null,
  endDate: null,
  yearlyRange: null,
  priority: 0,
  layering: 'replace',
  isActive: true,
};

/** A channel's programming intent for a kind of day, with its published assignments. */
export const Plan = PlanFields.extend({
  id: PlanId,
  name: StoredNameSchema,
  channelId: ChannelId,
  version: z.int().positive(),
  createdAt: EpochMsSchema,
  updatedAt: EpochMsSchema,
  /** Published rows, ordered by start. */
  assignments: z.array(Assignment),
  /** The working copy, or `null` when it equals what is published. */
  draft: z.array(Assignment).nullable(),
  /** Zones by start, then name; left out when there are none. They have no draft. */
  zones: z.array(Zone).optional(),
  /** Placed blocks by start; left out when there are none. They have no draft. */
  blocks: z.array(PlacedBlock).optional(),
});
export type Plan = z.infer<typeof Plan>;

/** One change of a plan's rows as data; the interface draws it, the station decides it, undo is its inverse. */
export const PlanEdit = z.discriminatedUnion('type', [
  z.object({ type: z.literal('insert'), assignment: Assignment }),
  z.object({ type: z.literal('remove'), assignmentId: AssignmentId }),
  z.object({ type: z.literal('replace'), assignment: Assignment }),
]);
export type PlanEdit = z.infer<typeof PlanEdit>;
