import type { Insertable, Selectable } from 'kysely';
import { z } from 'zod';

import { airingOfRecord, LineageRecord, recordOfAiring } from '#shared/model/airing-record.ts';
import { RecordedChange } from '#shared/model/override.ts';
import {
  AiringMember,
  Carry,
  type Airing,
  type OverrideRecord,
  type ScheduleDay,
} from '#shared/model/schedule-day.ts';

import { fromFlag, readJson, toFlag } from '../column-values.ts';
import type { DayOutline } from './schedule-day-port.ts';
import type { AiringRow, OverrideRecordRow, ScheduleDayRow } from '../tables/schedule-tables.ts';

export function toScheduleDayRow(
  day: ScheduleDay,
  overrideRecordId: string | null,
): Insertable<ScheduleDayRow> {
  return {
    id: day.id,
    channel_id: day.channelId,
    broadcast_date: day.broadcastDate,
    plan_id: day.planId,
    is_manual_override: toFlag(day.isManualOverride),
    needs_approval: toFlag(day.needsApproval === true),
    start_at: day.startAt,
    end_at: day.endAt,
    carry_out: JSON.stringify(day.carryOut),
    content_hash: day.contentHash,
    frozen_at: day.frozenAt,
    override_record_id: overrideRecordId,
    superseded_at: null,
  };
}

export function toScheduleDay(row: Selectable<ScheduleDayRow>, airings: Airing[]): ScheduleDay {
  return {
    id: row.id,
    channelId: row.channel_id,
    broadcastDate: row.broadcast_date,
    planId: row.plan_id,
    isManualOverride: fromFlag(row.is_manual_override),
    startAt: row.start_at,
    endAt: row.end_at,
    airings,
    carryOut: readJson(Carry, row.carry_out, 'schedule_days.carry_out'),
    contentHash: row.content_hash,
    frozenAt: row.frozen_at,
    ...(fromFlag(row.needs_approval) ? { needsApproval: true } : {}),
  };
}

/** What an outline is read from. */
type OutlineRow = Omit<
  Selectable<ScheduleDayRow>,
  'generation' | 'carry_out' | 'override_record_id' | 'superseded_at'
> & {
  readonly airing_count: number | null;
  readonly occupied_until: number | null;
};

export function toDayOutline(row: OutlineRow): DayOutline {
  return {
    id: row.id,
    channelId: row.channel_id,
    broadcastDate: row.broadcast_date,
    planId: row.plan_id,
    isManualOverride: fromFlag(row.is_manual_override),
    startAt: row.start_at,
    endAt: row.end_at,
    airingCount: row.airing_count ?? 0,
    occupiedUntil: row.occupied_until,
    contentHash: row.content_hash,
    frozenAt: row.frozen_at,
    ...(fromFlag(row.needs_approval) ? { needsApproval: true } : {}),
  };
}

export function toAiringRow(airing: Airing, day: ScheduleDay, generation: number): AiringRow {
  const record = recordOfAiring(airing);
  return {
    generation,
    schedule_day_id: day.id,
    id: airing.id,
    channel_id: day.channelId,
    broadcast_date: day.broadcastDate,
    start_at: airing.startAt,
    end_at: airing.endAt,
    asset_id: record.assetId,
    kind: record.kind,
    title: airing.title,
    episode_title: airing.episodeTitle,
    series_id: airing.seriesId,
    season_number: airing.seasonNumber,
    episode_number: airing.episodeNumber,
    year: airing.year,
    content_duration_ms: airing.contentDurationMs,
    plan_id: airing.lineage.planId,
    lineage: JSON.stringify(record.lineage),
    members: record.members ? JSON.stringify(record.members) : null,
  };
}

export function toAiring(row: AiringRow): Airing {
  return airingOfRecord({
    id: row.id,
    scheduleDayId: row.schedule_day_id,
    channelId: row.channel_id,
    broadcastDate: row.broadcast_date,
    startAt: row.start_at,
    endAt: row.end_at,
    assetId: row.asset_id,
    kind: row.kind,
    title: row.title,
    episodeTitle: row.episode_title,
    seriesId: row.series_id,
    seasonNumber: row.season_number,
    episodeNumber: row.episode_number,
    year: row.year,
    contentDurationMs: row.content_duration_ms,
    ...(row.members === null
      ? {}
      : { members: readJson(z.array(AiringMember), row.members, 'airings.members') }),
    lineage: readJson(LineageRecord, row.lineage, 'airings.lineage'),
  });
}

export function toOverrideRecordRow(record: OverrideRecord): OverrideRecordRow {
  return {
    id: record.id,
    layer: record.layer,
    target_id: record.targetId,
    reason: record.reason,
    created_at: record.createdAt,
    change: record.change ? JSON.stringify(record.change) : null,
  };
}

export function toOverrideRecord(row: OverrideRecordRow): OverrideRecord {
  return {
    id: row.id,
    layer: row.layer,
    targetId: row.target_id,
    reason: row.reason,
    createdAt: row.created_at,
    change:
      row.change === null ? null : readJson(RecordedChange, row.change, 'override_records.change'),
  };
}
