import { z } from 'zod';

import { AssetId, SeriesId, VirtualAssetId, ZoneId } from './ids.ts';
import { IsoDateSchema, NameSchema, StoredNameSchema } from './scalars.ts';
import { DAY_MINUTES } from '../time/units.ts';

export const Weekday = z.enum(['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN']);
export type Weekday = z.infer<typeof Weekday>;

/** One entry of an ordered list of content. A series gives its next episode whenever its turn comes. */
export const ContentItem = z.discriminatedUnion('type', [
  z.object({ type: z.literal('series'), seriesId: SeriesId }),
  z.object({ type: z.literal('asset'), assetId: AssetId }),
  /** A package, whole, whenever its turn comes. */
  z.object({ type: z.literal('virtual_package'), virtualAssetId: VirtualAssetId }),
]);
export type ContentItem = z.infer<typeof ContentItem>;

/** What becomes of a zone on a date on which the clocks change inside it; `null`: it follows the clock. */
export const DstPolicy = z.enum(['reject', 'shrink_one_block', 'expand_one_block']);
export type DstPolicy = z.infer<typeof DstPolicy>;

/** The fields of a zone that an operator sets. */
export const ZoneFields = z.object({
  name: NameSchema,
  /** Minutes from the start of the broadcast day, 0 … 1440. */
  startOffsetMinutes: z.int().min(0).max(DAY_MINUTES),
  /** An end at or before the start lies in the next day. */
  endOffsetMinutes: z.int().min(0).max(DAY_MINUTES),
  /** Aired in turn, over and over; an entry that stands there twice comes twice as often. */
  items: z.array(ContentItem).max(500),
  /** The weekdays of the broadcast date on which it applies; `null`: all. */
  dayFilters: z.array(Weekday).min(1).nullable(),
  isEnabled: z.boolean(),
  /** First and last date, both included. */
  effectiveStart: IsoDateSchema.nullable(),
  effectiveEnd: IsoDateSchema.nullable(),
  dstPolicy: DstPolicy.nullable(),
  /** The zone of the same plan whose content, days, dates and policy it takes where it leaves its own unset. */
  parentId: ZoneId.nullable().optional(),
});
export type ZoneFields = z.infer<typeof ZoneFields>;

export const DEFAULT_ZONE_FIELDS: Pick<
  ZoneFields,
  'items' | 'dayFilters' | 'isEnabled' | 'effectiveStart' | 'effectiveEnd' | 'dstPolicy'
> = {
  items: [],
  dayFilters: null,
  isEnabled: true,
  effectiveStart: null,
  effectiveEnd: null,
  dstPolicy: null,
};

/** A named window of a plan with an ordered list of content. Rows of the plan cover it where they stand. */
export const Zone = ZoneFields.extend({ id: ZoneId, name: StoredNameSchema });
export type Zone = z.infer<typeof Zone>;
