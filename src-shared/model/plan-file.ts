import { z } from 'zod';

import { AssetKind } from './asset.ts';
import { ContentRule } from './content-rule.ts';
import { EpisodePolicy } from './episode-policy.ts';
import { Assignment, Block, NO_ENCORES, PlacedBlock, PlanFields, RowFill } from './plan.ts';
import { NameSchema, ScheduleTimeSchema } from './scalars.ts';
import { ZoneFields } from './zone.ts';

/** An asset by what it is, so that another station finds its own copy. The path decides where titles do not. */
export const PortableAsset = z.strictObject({
  title: z.string().min(1),
  kind: AssetKind,
  series: z.string().nullable(),
  season: z.int().nullable(),
  episode: z.int().nullable(),
  year: z.int().nullable(),
  path: z.string(),
});
export type PortableAsset = z.infer<typeof PortableAsset>;

export const PortableItem = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('series'), series: z.string().min(1) }),
  z.strictObject({ type: z.literal('asset'), asset: PortableAsset }),
  /** A package by its name; the other station has one of its own. */
  z.strictObject({ type: z.literal('virtual_package'), package: z.string().min(1) }),
]);
export type PortableItem = z.infer<typeof PortableItem>;

/** A row by its start or a zone by its name; of this plan, or of another one of the channel. */
export const PortableSource = z.strictObject({
  plan: z.string().min(1).nullable(),
  row: ScheduleTimeSchema.optional(),
  zone: z.string().min(1).optional(),
});
export type PortableSource = z.infer<typeof PortableSource>;

export const PortableContent = z.discriminatedUnion('type', [
  ...PortableItem.options,
  z.strictObject({ type: z.literal('list'), items: z.array(PortableItem).min(1) }),
  z.strictObject({ type: z.literal('rule'), rule: ContentRule }),
  z.strictObject({ type: z.literal('random'), rule: ContentRule }),
  z.strictObject({
    type: z.literal('encore'),
    of: PortableSource,
    daysAgo: z.union([z.int().min(0).max(7), z.literal('latest')]),
  }),
]);
export type PortableContent = z.infer<typeof PortableContent>;

/** What rows of plans and of blocks have in common. */
export const PortableRow = z.strictObject({
  start: ScheduleTimeSchema,
  minutes: Assignment.shape.durationMinutes,
  content: PortableContent,
  episodePolicy: EpisodePolicy,
  isHardStart: Assignment.shape.isHardStart,
  breakRules: Assignment.shape.breakRules,
  packing: Assignment.shape.packing,
  fill: RowFill.optional(),
  operatorIntent: Assignment.shape.operatorIntent,
});

export type PortableRow = z.infer<typeof PortableRow>;

/** A block with where the plan has it. */
export const PortableBlock = z.strictObject({
  start: ScheduleTimeSchema,
  dayFilters: PlacedBlock.shape.dayFilters,
  name: NameSchema,
  description: Block.shape.description,
  /** Their starts are counted from the block's. */
  rows: z.array(PortableRow.refine(({ content }) => content.type !== 'encore', NO_ENCORES)),
});
export type PortableBlock = z.infer<typeof PortableBlock>;

/** A plan as a file: everything by name, no ids, so that it makes the same days on another station. */
export const PlanFile = z.strictObject({
  format: z.literal('retrovue-plan'),
  version: z.literal(1),
  plan: PlanFields,
  rows: z.array(
    PortableRow.extend({
      label: NameSchema.nullable(),
    }).strict(),
  ),
  zones: z.array(
    ZoneFields.omit({
      items: true,
      startOffsetMinutes: true,
      endOffsetMinutes: true,
      parentId: true,
    })
      .extend({
        start: ScheduleTimeSchema,
        end: ScheduleTimeSchema,
        items: z.array(PortableItem),
        /** The name of the zone of the file from which it inherits. */
        parent: z.string().max(255).optional(),
      })
      .strict(),
  ),
  /** With all their rows, so that the file says it all; left out when there are none. */
  blocks: z.array(PortableBlock).optional(),
});
export type PlanFile = z.infer<typeof PlanFile>;
