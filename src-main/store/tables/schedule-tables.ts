import type { Generated } from 'kysely';

import type { AiringRecord } from '#shared/model/airing-record.ts';
import type { DayApproval } from '#shared/model/approval.ts';
import type {
  AiringId,
  AssetId,
  ChannelId,
  PlanId,
  ScheduleDayId,
  SeriesId,
} from '#shared/model/ids.ts';
import type { OverrideRecord } from '#shared/model/schedule-day.ts';
import type { EpochMs, IsoDate } from '#shared/time/units.ts';

import type { Flag } from './column-types.ts';

export interface OverrideRecordRow {
  id: string;
  layer: OverrideRecord['layer'];
  target_id: string;
  reason: string;
  created_at: EpochMs;
  /** JSON, or `null` for a day that was resolved again. */
  change: string | null;
}

export interface ScheduleDayRow {
  /** Counts freezings; ids follow from content and come again when a day is resolved to what it once was. */
  generation: Generated<number>;
  id: ScheduleDayId;
  channel_id: ChannelId;
  broadcast_date: IsoDate;
  plan_id: PlanId | null;
  is_manual_override: Flag;
  /** It airs only once it has been approved. */
  needs_approval: Flag;
  start_at: EpochMs;
  end_at: EpochMs;
  carry_out: string;
  content_hash: string;
  frozen_at: EpochMs;
  /** The record that this day took the place of another for. */
  override_record_id: string | null;
  /** `null` for the live day of its channel and date. */
  superseded_at: EpochMs | null;
}

export interface AiringRow {
  generation: number;
  schedule_day_id: ScheduleDayId;
  id: AiringId;
  channel_id: ChannelId;
  broadcast_date: IsoDate;
  start_at: EpochMs;
  end_at: EpochMs;
  asset_id: AssetId | null;
  kind: AiringRecord['kind'];
  title: string;
  episode_title: string | null;
  series_id: SeriesId | null;
  season_number: number | null;
  episode_number: number | null;
  year: number | null;
  content_duration_ms: number;
  plan_id: PlanId | null;
  lineage: string;
  /** JSON, or `null` for an airing of one asset. */
  members: string | null;
}

export interface PlanningIncidentRow {
  id: Generated<number>;
  channel_id: ChannelId;
  rule: string;
  subject: string;
  severity: 'error' | 'warning';
  message: string;
  remedy: string;
  first_seen_at: EpochMs;
  last_seen_at: EpochMs;
  /** `null` while it lasts. */
  ended_at: EpochMs | null;
}

export interface DayApprovalRow {
  id: Generated<number>;
  channel_id: ChannelId;
  broadcast_date: IsoDate;
  schedule_day_id: ScheduleDayId;
  action: DayApproval['action'];
  made_by: DayApproval['by'];
  note: string;
  made_at: EpochMs;
}

export interface RebuildOfferRow {
  channel_id: ChannelId;
  broadcast_date: IsoDate;
  /** The version of the day that is on offer. */
  schedule_day_id: ScheduleDayId;
  reason: string;
  made_at: EpochMs;
}

export interface DayCloseRow {
  channel_id: ChannelId;
  broadcast_date: IsoDate;
  closed_at: EpochMs;
  /** JSON. */
  frames: string;
}

export interface ScheduleTables {
  day_closes: DayCloseRow;
  rebuild_offers: RebuildOfferRow;
  day_approvals: DayApprovalRow;
  planning_incidents: PlanningIncidentRow;
  override_records: OverrideRecordRow;
  schedule_days: ScheduleDayRow;
  airings: AiringRow;
}
