import type { Selectable } from 'kysely';

import type { DayApproval } from '#shared/model/approval.ts';

import { fromFlag } from '../column-values.ts';
import type { Database } from '../database.ts';
import type { ApprovalRepository } from './approval-port.ts';
import type { DayApprovalRow } from '../tables/schedule-tables.ts';
import { appendTo } from './asset-rows.ts';
import { toOverrideRecord } from './schedule-rows.ts';

export function createApprovalRepository(db: Database): ApprovalRepository {
  return {
    async append(approval) {
      const row = {
        channel_id: approval.channelId,
        broadcast_date: approval.broadcastDate,
        schedule_day_id: approval.scheduleDayId,
        action: approval.action,
        made_by: approval.by,
        note: approval.note,
        made_at: approval.madeAt,
      };
      const { id } = await db
        .insertInto('day_approvals')
        .values(row)
        .returning('id')
        .executeTakeFirstOrThrow();
      return { ...approval, id };
    },

    async list({ channelId, date }) {
      let query = db.selectFrom('day_approvals').selectAll();
      if (channelId) query = query.where('channel_id', '=', channelId);
      if (date) query = query.where('broadcast_date', '=', date);
      return (await query.orderBy('id').execute()).map(toApproval);
    },

    async liveDays({ channelId, from, to }) {
      let query = db
        .selectFrom('schedule_days')
        .leftJoin('override_records', 'override_records.id', 'schedule_days.override_record_id')
        .select([
          ...(['schedule_days.id', 'schedule_days.channel_id', 'broadcast_date'] as const),
          ...(['start_at', 'end_at', 'needs_approval'] as const),
          ...(['override_records.id as record_id', 'layer', 'target_id'] as const),
          ...(['reason', 'created_at', 'change'] as const),
        ])
        .where('superseded_at', 'is', null);
      if (channelId) query = query.where('schedule_days.channel_id', '=', channelId);
      if (from) query = query.where('broadcast_date', '>=', from);
      if (to) query = query.where('broadcast_date', '<=', to);
      const rows = await query.orderBy('broadcast_date').orderBy('channel_id').execute();
      const decisions = new Map<string, DayApproval[]>();
      const ids = rows.map(({ id }) => id);
      const approvals = await db
        .selectFrom('day_approvals')
        .selectAll()
        .where('schedule_day_id', 'in', ids)
        .orderBy('id')
        .execute();
      for (const row of approvals) appendTo(decisions, row.schedule_day_id, toApproval(row));
      return rows.map((row) => ({
        id: row.id,
        channelId: row.channel_id,
        broadcastDate: row.broadcast_date,
        startAt: row.start_at,
        endAt: row.end_at,
        ...(fromFlag(row.needs_approval) ? { needsApproval: true as const } : {}),
        approval: decisions.get(row.id)?.at(-1) ?? null,
        change: changeOf(row),
      }));
    },
  };
}

function changeOf(row: {
  readonly record_id: string | null;
  readonly layer: 'schedule-day' | 'log' | null;
  readonly target_id: string | null;
  readonly reason: string | null;
  readonly created_at: number | null;
  readonly change: string | null;
}) {
  if (row.record_id === null || row.layer === null) return null;
  return toOverrideRecord({
    id: row.record_id,
    layer: row.layer,
    target_id: row.target_id ?? '',
    reason: row.reason ?? '',
    created_at: row.created_at ?? 0,
    change: row.change,
  }).change;
}

function toApproval(row: Selectable<DayApprovalRow>): DayApproval {
  return {
    id: row.id,
    channelId: row.channel_id,
    broadcastDate: row.broadcast_date,
    scheduleDayId: row.schedule_day_id,
    action: row.action,
    by: row.made_by,
    note: row.note,
    madeAt: row.made_at,
  };
}
