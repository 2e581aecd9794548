import type { AssetFault, AssetKind, AssetState, Marker, Source } from '#shared/model/asset.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { AssetId, ChannelId, CollectionId, SeriesId, SourceId } from '#shared/model/ids.ts';
import type { EpochMs } from '#shared/time/units.ts';

import type { Flag } from './column-types.ts';

export interface ChannelRow {
  id: ChannelId;
  slug: string;
  number: number;
  name: string;
  name_key: string;
  timezone: string;
  grid_minutes: Channel['gridMinutes'];
  day_start: string;
  kind: Channel['kind'];
  house_height: Channel['houseFormat']['height'];
  house_rate: Channel['houseFormat']['rate'];
  break_rules: string;
  break_rules_by_kind: string;
  overrun_tolerance_ms: number;
  shorts_in_guide: Channel['shortsInGuide'];
  traffic_rules: string;
  default_programming: string;
  dayparts: string;
  preparation: Channel['preparation'];
  preparation_limit: number | null;
  loudness_target_lufs: number;
  is_active: Flag;
  requires_approval: Flag;
  epoch_at: EpochMs;
  version: number;
  created_at: EpochMs;
  updated_at: EpochMs;
}

export interface SourceRow {
  id: SourceId;
  name: string;
  kind: Source['kind'];
  path: string;
  approve_on_import: Flag;
  last_scan_at: EpochMs | null;
  created_at: EpochMs;
  removed_at: EpochMs | null;
}

export interface CollectionRow {
  id: CollectionId;
  source_id: SourceId;
}

export interface SeriesRow {
  id: SeriesId;
  title: string;
  title_key: string;
}

export interface AssetRow {
  id: AssetId;
  collection_id: CollectionId;
  relative_path: string;
  size_bytes: number;
  modified_at: EpochMs;
  content_identity: string | null;
  kind: AssetKind;
  title: string;
  year: number | null;
  series_id: SeriesId | null;
  season_number: number | null;
  episode_number: number | null;
  state: AssetState;
  is_approved: Flag;
  fault: AssetFault | null;
  fault_detail: string | null;
  duration_ms: number | null;
  probe: string | null;
  is_loudness_measured: Flag;
  integrated_lufs: number | null;
  true_peak_dbtp: number | null;
  /** Lower-case title, series title and path, one per line. */
  search_text: string;
  /** Lower-case series title, or title of what has no series. */
  sort_key: string;
  discovered_at: EpochMs;
  updated_at: EpochMs;
  /** Whether it was approved when its source was removed; `null` unless it was retired with its source. */
  approved_before_removal: Flag | null;
}

export interface AssetMarkerRow {
  asset_id: AssetId;
  marker_index: number;
  kind: Marker['kind'];
  start_ms: number;
  end_ms: number | null;
  title: string | null;
  origin: Marker['origin'];
}

export interface AssetTagRow {
  asset_id: AssetId;
  tag_index: number;
  tag: string;
}

export interface LibraryTables {
  channels: ChannelRow;
  sources: SourceRow;
  collections: CollectionRow;
  series: SeriesRow;
  assets: AssetRow;
  asset_markers: AssetMarkerRow;
  asset_tags: AssetTagRow;
}
