import { LogLineage, type LogBlock, type LogEvent } from '#shared/model/log.ts';

import { readJson } from '../column-values.ts';
import type { LogBlockRow, LogEventRow } from '../tables/log-tables.ts';

export function toLogBlockRow(block: LogBlock, generation: number): LogBlockRow {
  return {
    generation,
    id: block.id,
    channel_id: block.channelId,
    schedule_day_id: block.scheduleDayId,
    airing_id: block.airingId,
    broadcast_date: block.broadcastDate,
    start_at: block.startAt,
    end_at: block.endAt,
    first_frame: block.firstFrame,
    frame_count: block.frameCount,
    first_media_sequence: block.firstMediaSequence,
    media_segment_count: block.mediaSegmentCount,
    locked_at: block.lockedAt,
  };
}

export function toLogBlock(row: LogBlockRow, events: LogEvent[]): LogBlock {
  return {
    id: row.id,
    channelId: row.channel_id,
    scheduleDayId: row.schedule_day_id,
    airingId: row.airing_id,
    broadcastDate: row.broadcast_date,
    startAt: row.start_at,
    endAt: row.end_at,
    firstFrame: row.first_frame,
    frameCount: row.frame_count,
    firstMediaSequence: row.first_media_sequence,
    mediaSegmentCount: row.media_segment_count,
    lockedAt: row.locked_at,
    events,
  };
}

export function toLogEventRow(event: LogEvent, block: LogBlock): LogEventRow {
  return {
    block_id: block.id,
    event_index: event.index,
    id: event.id,
    kind: event.kind,
    interstitial_kind: event.interstitialKind,
    airing_id: event.airingId,
    break_index: event.breakIndex,
    asset_id: event.assetId,
    title: event.title,
    start_at: event.startAt,
    duration_ms: event.durationMs,
    in_point_ms: event.inPointMs,
    transition_in_kind: event.transitionIn.kind,
    transition_in_ms: event.transitionIn.durationMs,
    transition_out_kind: event.transitionOut.kind,
    transition_out_ms: event.transitionOut.durationMs,
    gain_db: event.gainDb,
    first_frame: event.firstFrame,
    frame_count: event.frameCount,
    asset_in_frame: event.assetInFrame,
    first_media_sequence: event.firstMediaSequence,
    media_segment_count: event.mediaSegmentCount,
    lineage: JSON.stringify(event.lineage),
  };
}

export function toLogEvent(row: LogEventRow): LogEvent {
  return {
    id: row.id,
    blockId: row.block_id,
    index: row.event_index,
    kind: row.kind,
    interstitialKind: row.interstitial_kind,
    airingId: row.airing_id,
    breakIndex: row.break_index,
    assetId: row.asset_id,
    title: row.title,
    startAt: row.start_at,
    durationMs: row.duration_ms,
    inPointMs: row.in_point_ms,
    transitionIn: { kind: row.transition_in_kind, durationMs: row.transition_in_ms },
    transitionOut: { kind: row.transition_out_kind, durationMs: row.transition_out_ms },
    gainDb: row.gain_db,
    firstFrame: row.first_frame,
    frameCount: row.frame_count,
    assetInFrame: row.asset_in_frame,
    firstMediaSequence: row.first_media_sequence,
    mediaSegmentCount: row.media_segment_count,
    lineage: readJson(LogLineage, row.lineage, 'log_events.lineage'),
  };
}
