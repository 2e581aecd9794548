import { sql, type Selectable } from 'kysely';

import { notFound } from '#shared/errors/app-error.ts';
import type { AssetId } from '#shared/model/ids.ts';
import type { Airing, ScheduleDay } from '#shared/model/schedule-day.ts';
import type { EpochMs } from '#shared/time/units.ts';

import { atomically, chunksOf, type Database } from '../database.ts';
import { LONGEST_AIRING_MS } from '../longest-airing.ts';
import { countPackagesWith, lastMemberStarts } from './member-reading.ts';
import type { DayFilter, ScheduleDayRepository } from './schedule-day-port.ts';
import type { ScheduleDayRow } from '../tables/schedule-tables.ts';
import { appendTo } from './asset-rows.ts';
import {
  toAiring,
  toAiringRow,
  toDayOutline,
  toOverrideRecord,
  toOverrideRecordRow,
  toScheduleDay,
  toScheduleDayRow,
} from './schedule-rows.ts';

const ROWS_AT_ONCE = 500;

function liveDays(db: Database) {
  return db.selectFrom('schedule_days').selectAll().where('superseded_at', 'is', null);
}

const OUTLINE_COLUMNS = [
  'id',
  'channel_id',
  'broadcast_date',
  'plan_id',
  'is_manual_override',
  'start_at',
  'end_at',
  'content_hash',
  'frozen_at',
  'needs_approval',
] as const;

function daysBy(db: Database, { channelId, from, to }: DayFilter) {
  let query = db.selectFrom('schedule_days').where('superseded_at', 'is', null);
  if (channelId) query = query.where('channel_id', '=', channelId);
  if (from) query = query.where('broadcast_date', '>=', from);
  if (to) query = query.where('broadcast_date', '<=', to);
  return query.orderBy('broadcast_date').orderBy('channel_id');
}

/** Airings of live days; those of superseded ones stay in the table for history. */
function liveAirings(db: Database) {
  return db
    .selectFrom('airings')
    .innerJoin('schedule_days', 'schedule_days.generation', 'airings.generation')
    .selectAll('airings')
    .where('schedule_days.superseded_at', 'is', null);
}

async function toDays(
  db: Database,
  rows: readonly Selectable<ScheduleDayRow>[],
): Promise<ScheduleDay[]> {
  const airings = new Map<number, Airing[]>();
  for (const chunk of chunksOf(rows, ROWS_AT_ONCE)) {
    const airingRows = await db
      .selectFrom('airings')
      .selectAll()
      .where(
        'generation',
        'in',
        chunk.map((row) => row.generation),
      )
      .orderBy('start_at')
      .execute();
    for (const row of airingRows) appendTo(airings, row.generation, toAiring(row));
  }
  return rows.map((row) => toScheduleDay(row, airings.get(row.generation) ?? []));
}

async function insertDay(
  db: Database,
  day: ScheduleDay,
  overrideRecordId: string | null,
): Promise<void> {
  const { generation } = await db
    .insertInto('schedule_days')
    .values(toScheduleDayRow(day, overrideRecordId))
    .returning('generation')
    .executeTakeFirstOrThrow();
  for (const airings of chunksOf(day.airings, ROWS_AT_ONCE)) {
    await db
      .insertInto('airings')
      .values(airings.map((airing) => toAiringRow(airing, day, generation)))
      .execute();
  }
}

export function createScheduleDayRepository(db: Database): ScheduleDayRepository {
  return {
    async get(channelId, date) {
      const rows = await liveDays(db)
        .where('channel_id', '=', channelId)
        .where('broadcast_date', '=', date)
        .execute();
      const [day] = await toDays(db, rows);
      return day ?? null;
    },

    list: async (filter) => toDays(db, await daysBy(db, filter).selectAll().execute()),

    async outlines(filter) {
      const rows = await daysBy(db, filter)
        .select(OUTLINE_COLUMNS)
        .select((eb) => [
          eb
            .selectFrom('airings')
            .select((count) => count.fn.countAll<number>().as('count'))
            .whereRef('airings.generation', '=', 'schedule_days.generation')
            .as('airing_count'),
          sql<number | null>`json_extract(carry_out, '$.occupiedUntil')`.as('occupied_until'),
        ])
        .execute();
      return rows.map(toDayOutline);
    },

    async latestBefore(channelId, date) {
      const rows = await liveDays(db)
        .where('channel_id', '=', channelId)
        .where('broadcast_date', '<', date)
        .orderBy('broadcast_date', 'desc')
        .limit(1)
        .execute();
      const [day] = await toDays(db, rows);
      return day ?? null;
    },

    async latest(channelId) {
      const rows = await liveDays(db)
        .where('channel_id', '=', channelId)
        .orderBy('broadcast_date', 'desc')
        .limit(1)
        .execute();
      const [day] = await toDays(db, rows);
      return day ?? null;
    },

    async unplannedDates(channelId, from) {
      const rows = await liveDays(db)
        .clearSelect()
        .select('broadcast_date')
        .where('channel_id', '=', channelId)
        .where('broadcast_date', '>=', from)
        .where('plan_id', 'is', null)
        .where('is_manual_override', '=', 0)
        .orderBy('broadcast_date')
        .execute();
      return rows.map((row) => row.broadcast_date);
    },

    insert: (day) => atomically(db, (trx) => insertDay(trx, day, null)),

    async supersede(day, record) {
      await atomically(db, async (trx) => {
        // First, so that no artifact exists without it (INV-OVERRIDE-RECORD-PRECEDES-ARTIFACT-001).
        await trx.insertInto('override_records').values(toOverrideRecordRow(record)).execute();
        const result = await trx
          .updateTable('schedule_days')
          .set({ superseded_at: record.createdAt })
          .where('channel_id', '=', day.channelId)
          .where('broadcast_date', '=', day.broadcastDate)
          .where('superseded_at', 'is', null)
          .executeTakeFirst();
        if (result.numUpdatedRows === 0n) throw notFound('schedule day', day.broadcastDate);
        await insertDay(trx, day, record.id);
      });
    },

    async history(channelId, date) {
      const rows = await db
        .selectFrom('schedule_days')
        .selectAll()
        .where('channel_id', '=', channelId)
        .where('broadcast_date', '=', date)
        .where('superseded_at', 'is not', null)
        .orderBy('superseded_at')
        .orderBy('generation')
        .execute();
      const days = await toDays(db, rows);
      return days.map((day, index) => ({
        day,
        supersededAt: rows[index]?.superseded_at ?? day.frozenAt,
      }));
    },

    async generations(channelId, date) {
      const rows = await db
        .selectFrom('schedule_days')
        .selectAll()
        .where('channel_id', '=', channelId)
        .where('broadcast_date', '=', date)
        .orderBy('generation')
        .execute();
      const days = await toDays(db, rows);
      const recordIds = rows.flatMap((row) => row.override_record_id ?? []);
      const records = await db
        .selectFrom('override_records')
        .selectAll()
        .where('id', 'in', recordIds)
        .execute();
      return days.map((day, index) => {
        const record = records.find(({ id }) => id === rows[index]?.override_record_id);
        return {
          generation: index + 1,
          day,
          supersededAt: rows[index]?.superseded_at ?? null,
          record: record ? toOverrideRecord(record) : null,
        };
      });
    },

    async overridesOf(targetId) {
      const rows = await db
        .selectFrom('override_records')
        .selectAll()
        .where('target_id', '=', targetId)
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return rows.map(toOverrideRecord);
    },

    async outgrownDates(channelId, from) {
      const rows = await db
        .selectFrom('airings')
        .innerJoin('schedule_days', 'schedule_days.generation', 'airings.generation')
        .innerJoin('assets', 'assets.id', 'airings.asset_id')
        .select('airings.broadcast_date as date')
        .distinct()
        .where('schedule_days.superseded_at', 'is', null)
        .where('airings.channel_id', '=', channelId)
        .where('airings.start_at', '>=', from)
        .whereRef('assets.duration_ms', '>', 'airings.content_duration_ms')
        .where(sql`coalesce(json_extract(airings.lineage, '$.override.type'), '')`, '!=', 'trimmed')
        .orderBy('airings.broadcast_date')
        .execute();
      return rows.map(({ date }) => date);
    },

    /** The one frozen last, which is the live one where there is one. */
    async getAiring(id) {
      const row = await db
        .selectFrom('airings')
        .innerJoin('schedule_days', 'schedule_days.generation', 'airings.generation')
        .selectAll('airings')
        .where('airings.id', '=', id)
        .orderBy('airings.generation', 'desc')
        .executeTakeFirst();
      return row ? toAiring(row) : null;
    },

    async airingsIn(window, channelId) {
      let query = liveAirings(db)
        .where('airings.start_at', '<', window.endAt)
        .where('airings.start_at', '>', window.startAt - LONGEST_AIRING_MS)
        .where('airings.end_at', '>', window.startAt);
      if (channelId) query = query.where('airings.channel_id', '=', channelId);
      const rows = await query.orderBy('airings.channel_id').orderBy('airings.start_at').execute();
      return rows.map(toAiring);
    },

    async lastStartsBefore(channelId, assetIds, at) {
      const starts = new Map<AssetId, EpochMs>();
      for (const chunk of chunksOf(assetIds, ROWS_AT_ONCE)) {
        const rows = await db
          .selectFrom('airings')
          .innerJoin('schedule_days', 'schedule_days.generation', 'airings.generation')
          .select(['airings.asset_id as assetId'])
          .select((eb) => eb.fn.max('airings.start_at').as('startAt'))
          .where('schedule_days.superseded_at', 'is', null)
          .where('airings.asset_id', 'in', chunk)
          .where('airings.start_at', '<', at)
          // A plus keeps SQLite off the index by channel, which would read the channel's whole history.
          .where(sql`+airings.channel_id`, '=', channelId)
          .groupBy('airings.asset_id')
          .execute();
        for (const row of rows) if (row.assetId !== null) starts.set(row.assetId, row.startAt);
        for (const row of await lastMemberStarts(db, channelId, chunk, at)) {
          starts.set(row.assetId, Math.max(row.startAt, starts.get(row.assetId) ?? row.startAt));
        }
      }
      return starts;
    },

    async countAiringsOf(assetId, from) {
      const { count } = await db
        .selectFrom('airings')
        .innerJoin('schedule_days', 'schedule_days.generation', 'airings.generation')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('schedule_days.superseded_at', 'is', null)
        .where('airings.asset_id', '=', assetId)
        .where('airings.start_at', '>=', from)
        .executeTakeFirstOrThrow();
      return count + (await countPackagesWith(db, assetId, from));
    },
  };
}
