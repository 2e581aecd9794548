import { z } from 'zod';

/** An opaque identifier, different for each kind of thing so that they cannot be mixed up. */
function brandedId<Brand extends string>(brand: Brand) {
  return z.string().min(1).max(200).brand(brand);
}

export const ChannelId = brandedId('ChannelId');
export type ChannelId = z.infer<typeof ChannelId>;
export const SourceId = brandedId('SourceId');
export type SourceId = z.infer<typeof SourceId>;
export const CollectionId = brandedId('CollectionId');
export type CollectionId = z.infer<typeof CollectionId>;
export const AssetId = brandedId('AssetId');
export type AssetId = z.infer<typeof AssetId>;
export const SeriesId = brandedId('SeriesId');
export type SeriesId = z.infer<typeof SeriesId>;
export const PlanId = brandedId('PlanId');
export type PlanId = z.infer<typeof PlanId>;
/**
 * The id by which the planner, an airing's lineage and encores know a row, whatever holds it: a row's own, a zone's or a pin's, each
 * of which is one, or {@link rowIdInPlacedBlock}.
 */
export const RowId = brandedId('RowId');
export type RowId = z.infer<typeof RowId>;
export const AssignmentId = RowId.brand('AssignmentId');
export type AssignmentId = z.infer<typeof AssignmentId>;
export const LabelId = brandedId('LabelId');
export type LabelId = z.infer<typeof LabelId>;
export const ZoneId = RowId.brand('ZoneId');
export type ZoneId = z.infer<typeof ZoneId>;
export const BlockId = brandedId('BlockId');
export type BlockId = z.infer<typeof BlockId>;
export const BlockRowId = brandedId('BlockRowId');
export type BlockRowId = z.infer<typeof BlockRowId>;
export const PlacedBlockId = brandedId('PlacedBlockId');
export type PlacedBlockId = z.infer<typeof PlacedBlockId>;
export const PinId = RowId.brand('PinId');
export type PinId = z.infer<typeof PinId>;
export const VirtualAssetId = brandedId('VirtualAssetId');
export type VirtualAssetId = z.infer<typeof VirtualAssetId>;
export const ScheduleDayId = brandedId('ScheduleDayId');
export type ScheduleDayId = z.infer<typeof ScheduleDayId>;
export const AiringId = brandedId('AiringId');
export type AiringId = z.infer<typeof AiringId>;
export const LogBlockId = brandedId('LogBlockId');
export type LogBlockId = z.infer<typeof LogBlockId>;
export const LogEventId = brandedId('LogEventId');
export type LogEventId = z.infer<typeof LogEventId>;
export const JobId = brandedId('JobId');
export type JobId = z.infer<typeof JobId>;

/** A block's row where the block is placed: the same row of another placing is another row. */
export function rowIdInPlacedBlock(placed: PlacedBlockId, row: BlockRowId): RowId {
  return RowId.parse(`${placed}~${row}`);
}
