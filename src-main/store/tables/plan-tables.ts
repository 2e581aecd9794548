import type {
  AssetId,
  AssignmentId,
  BlockId,
  ChannelId,
  LabelId,
  PinId,
  PlacedBlockId,
  PlanId,
  SeriesId,
  VirtualAssetId,
  ZoneId,
} from '#shared/model/ids.ts';
import type { EpisodePolicy } from '#shared/model/episode-policy.ts';
import type { ContentReference, Packing, Plan } from '#shared/model/plan.ts';
import type { VirtualAsset } from '#shared/model/virtual-asset.ts';
import type { Zone } from '#shared/model/zone.ts';
import type { EpochMs, IsoDate } from '#shared/time/units.ts';

import type { Flag } from './column-types.ts';

export interface PlanRow {
  id: PlanId;
  channel_id: ChannelId;
  name: string;
  name_key: string;
  description: string | null;
  cron: string | null;
  start_date: IsoDate | null;
  end_date: IsoDate | null;
  yearly_range: string | null;
  alternation: string | null;
  break_rules: string | null;
  priority: number;
  layering: Plan['layering'];
  is_active: Flag;
  has_draft: Flag;
  version: number;
  created_at: EpochMs;
  updated_at: EpochMs;
}

export interface AssignmentRow {
  plan_id: PlanId;
  edition: 'published' | 'draft';
  id: AssignmentId;
  start_offset_minutes: number;
  duration_minutes: number;
  content_type: ContentReference['type'];
  series_id: SeriesId | null;
  asset_id: AssetId | null;
  /** The whole reference as JSON, of lists, rules and packages. */
  content: string | null;
  episode_policy: EpisodePolicy;
  operator_intent: string | null;
  label_id: LabelId | null;
  is_hard_start: Flag;
  break_rules: string | null;
  packing: Packing;
  fill: string | null;
}

export interface LabelRow {
  id: LabelId;
  name: string;
  name_key: string;
  description: string | null;
}

export interface ZoneRow {
  id: ZoneId;
  plan_id: PlanId;
  name: string;
  name_key: string;
  start_offset_minutes: number;
  end_offset_minutes: number;
  items: string;
  day_filters: string | null;
  is_enabled: Flag;
  effective_start: IsoDate | null;
  effective_end: IsoDate | null;
  dst_policy: Zone['dstPolicy'];
  parent_id: ZoneId | null;
}

export interface PinRow {
  id: PinId;
  channel_id: ChannelId;
  days: string;
  start_offset_minutes: number;
  duration_minutes: number;
  content: string;
  episode_policy: EpisodePolicy;
  operator_intent: string | null;
  created_at: EpochMs;
}

export interface BlocksRow {
  id: BlockId;
  name: string;
  name_key: string;
  description: string | null;
  rows: string;
  version: number;
  created_at: EpochMs;
  updated_at: EpochMs;
}

export interface VirtualAssetRow {
  id: VirtualAssetId;
  name: string;
  name_key: string;
  kind: VirtualAsset['kind'];
  /** The operator's fields as JSON. */
  definition: string;
  version: number;
  created_at: EpochMs;
  updated_at: EpochMs;
}

export interface PlacedBlockRow {
  id: PlacedBlockId;
  plan_id: PlanId;
  block_id: BlockId;
  start_offset_minutes: number;
  day_filters: string | null;
}

export interface PlanTables {
  blocks: BlocksRow;
  placed_blocks: PlacedBlockRow;
  pins: PinRow;
  plans: PlanRow;
  assignments: AssignmentRow;
  labels: LabelRow;
  zones: ZoneRow;
  virtual_assets: VirtualAssetRow;
}
