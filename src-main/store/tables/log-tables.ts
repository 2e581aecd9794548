import type { Generated } from 'kysely';

import type { AsRunRecord } from '#shared/model/as-run.ts';
import type { InterstitialKind } from '#shared/model/asset.ts';
import type {
  AiringId,
  AssetId,
  ChannelId,
  LogBlockId,
  LogEventId,
  ScheduleDayId,
} from '#shared/model/ids.ts';
import type { LogEvent, Transition } from '#shared/model/log.ts';
import type { EpochMs, IsoDate } from '#shared/time/units.ts';

import type { Flag } from './column-types.ts';

export interface LogBlockRow {
  id: LogBlockId;
  channel_id: ChannelId;
  /** Of the frozen day that the block was expanded from. */
  generation: number;
  schedule_day_id: ScheduleDayId;
  airing_id: AiringId;
  broadcast_date: IsoDate;
  start_at: EpochMs;
  end_at: EpochMs;
  first_frame: number;
  frame_count: number;
  first_media_sequence: number;
  media_segment_count: number;
  locked_at: EpochMs;
}

export interface LogEventRow {
  block_id: LogBlockId;
  event_index: number;
  id: LogEventId;
  kind: LogEvent['kind'];
  interstitial_kind: InterstitialKind | null;
  airing_id: AiringId;
  break_index: number | null;
  asset_id: AssetId | null;
  title: string;
  start_at: EpochMs;
  duration_ms: number;
  in_point_ms: number;
  transition_in_kind: Transition['kind'];
  transition_in_ms: number;
  transition_out_kind: Transition['kind'];
  transition_out_ms: number;
  gain_db: number;
  first_frame: number;
  frame_count: number;
  asset_in_frame: number;
  first_media_sequence: number;
  media_segment_count: number;
  lineage: string;
}

export interface SupersededLogBlockRow {
  id: Generated<number>;
  channel_id: ChannelId;
  start_at: EpochMs;
  override_record_id: string;
  superseded_at: EpochMs;
  /** JSON. */
  block: string;
}

export interface AsRunRow {
  id: Generated<number>;
  channel_id: ChannelId;
  broadcast_date: IsoDate;
  event_id: LogEventId;
  block_id: LogBlockId;
  kind: AsRunRecord['kind'];
  asset_id: AssetId | null;
  title: string;
  planned_start_at: EpochMs;
  started_at: EpochMs;
  duration_ms: number;
  frame_count: number;
  status: AsRunRecord['status'];
  was_served: Flag;
  peak_viewers: number;
  slate_frames: number;
  reason: string | null;
}

export interface PlayoutSessionRow {
  channel_id: ChannelId;
  started_at: EpochMs;
  from_media_sequence: number;
  ended_at: EpochMs | null;
}

export interface PublishedSubstitutionRow {
  channel_id: ChannelId;
  media_sequence: number;
  reason: string;
  substituted_at: EpochMs;
}

export interface LogTables {
  log_blocks: LogBlockRow;
  log_events: LogEventRow;
  superseded_log_blocks: SupersededLogBlockRow;
  as_run: AsRunRow;
  playout_sessions: PlayoutSessionRow;
  published_substitutions: PublishedSubstitutionRow;
}
