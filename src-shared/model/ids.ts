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
export const AssignmentId = brandedId('AssignmentId');
export type AssignmentId = z.infer<typeof AssignmentId>;
export const LabelId = brandedId('LabelId');
export type LabelId = z.infer<typeof LabelId>;
export const ZoneId = brandedId('ZoneId');
export type ZoneId = z.infer<typeof ZoneId>;
export const BlockId = brandedId('BlockId');
export type BlockId = z.infer<typeof BlockId>;
export const PlacedBlockId = brandedId('PlacedBlockId');
export type PlacedBlockId = z.infer<typeof PlacedBlockId>;
export const PinId = brandedId('PinId');
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
