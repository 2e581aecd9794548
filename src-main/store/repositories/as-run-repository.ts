import type { AsRunRecord } from '#shared/model/as-run.ts';
import type { Selectable } from 'kysely';

import { fromFlag, toFlag } from '../column-values.ts';
import { atomically, chunksOf, type Database } from '../database.ts';
import type { AsRunRepository } from './as-run-port.ts';
import type { AsRunRow } from '../tables/log-tables.ts';

const ROWS_AT_ONCE = 500;

function toRow(record: Omit<AsRunRecord, 'id'>): Omit<Selectable<AsRunRow>, 'id'> {
  return {
    channel_id: record.channelId,
    broadcast_date: record.broadcastDate,
    event_id: record.eventId,
    block_id: record.blockId,
    kind: record.kind,
    asset_id: record.assetId,
    title: record.title,
    planned_start_at: record.plannedStartAt,
    started_at: record.startedAt,
    duration_ms: record.durationMs,
    frame_count: record.frameCount,
    status: record.status,
    was_served: toFlag(record.wasServed),
    peak_viewers: record.peakViewers,
    slate_frames: record.slateFrames,
    reason: record.reason,
  };
}

function toRecord(row: Selectable<AsRunRow>): AsRunRecord {
  return {
    id: row.id,
    channelId: row.channel_id,
    broadcastDate: row.broadcast_date,
    eventId: row.event_id,
    blockId: row.block_id,
    kind: row.kind,
    assetId: row.asset_id,
    title: row.title,
    plannedStartAt: row.planned_start_at,
    startedAt: row.started_at,
    durationMs: row.duration_ms,
    frameCount: row.frame_count,
    status: row.status,
    wasServed: fromFlag(row.was_served),
    peakViewers: row.peak_viewers,
    slateFrames: row.slate_frames,
    reason: row.reason,
  };
}

export function createAsRunRepository(db: Database): AsRunRepository {
  return {
    async append(records) {
      await atomically(db, async (trx) => {
        for (const chunk of chunksOf(records, ROWS_AT_ONCE)) {
          await trx.insertInto('as_run').values(chunk.map(toRow)).execute();
        }
      });
    },

    /** Rows that started in `[startAt, endAt)`, by id. */
    async list(query) {
      const rows = await db
        .selectFrom('as_run')
        .selectAll()
        .where('channel_id', '=', query.channelId)
        .where('started_at', '>=', query.startAt)
        .where('started_at', '<', query.endAt)
        .where('id', '>', query.afterId)
        .orderBy('id')
        .limit(query.limit)
        .execute();
      return rows.map(toRecord);
    },

    async last(channelId) {
      const row = await db
        .selectFrom('as_run')
        .selectAll()
        .where('channel_id', '=', channelId)
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row ? toRecord(row) : null;
    },
  };
}
