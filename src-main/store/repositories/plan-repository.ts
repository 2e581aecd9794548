import { notFound } from '#shared/errors/app-error.ts';
import type { PlanId } from '#shared/model/ids.ts';
import type { Assignment, PlacedBlock, Plan } from '#shared/model/plan.ts';
import type { Zone } from '#shared/model/zone.ts';

import { atomically, chunksOf, type Database } from '../database.ts';
import { refuseStale } from '../stale-version.ts';
import type { PlanRepository } from './plan-port.ts';
import type { PlanRow } from '../tables/plan-tables.ts';
import { appendTo } from './asset-rows.ts';
import { placedBlocksOf, toPlacedBlockRows } from './block-repository.ts';
import {
  toAssignment,
  toAssignmentRows,
  toLabelRow,
  toPlan,
  toPlanRow,
  toZone,
  toZoneRow,
} from './plan-rows.ts';

const ROWS_AT_ONCE = 500;

async function toPlans(db: Database, rows: readonly PlanRow[]): Promise<Plan[]> {
  const published = new Map<PlanId, Assignment[]>();
  const drafts = new Map<PlanId, Assignment[]>();
  const zones = new Map<PlanId, Zone[]>();
  const blocks = new Map<PlanId, PlacedBlock[]>();
  for (const chunk of chunksOf(rows, ROWS_AT_ONCE)) {
    const ids = chunk.map((row) => row.id);
    const assignments = await db
      .selectFrom('assignments')
      .selectAll()
      .where('plan_id', 'in', ids)
      .orderBy('start_offset_minutes')
      .orderBy('id')
      .execute();
    for (const row of assignments) {
      appendTo(row.edition === 'draft' ? drafts : published, row.plan_id, toAssignment(row));
    }
    const zoneRows = await db
      .selectFrom('zones')
      .selectAll()
      .where('plan_id', 'in', ids)
      .orderBy('start_offset_minutes')
      .orderBy('name')
      .orderBy('id')
      .execute();
    for (const row of zoneRows) appendTo(zones, row.plan_id, toZone(row));
    for (const [id, placed] of await placedBlocksOf(db, ids)) blocks.set(id, placed);
  }
  return rows.map((row) =>
    toPlan(
      row,
      published.get(row.id) ?? [],
      drafts.get(row.id) ?? [],
      zones.get(row.id) ?? [],
      blocks.get(row.id) ?? [],
    ),
  );
}

async function insertRows(db: Database, plan: Plan): Promise<void> {
  for (const rows of chunksOf(toAssignmentRows(plan), ROWS_AT_ONCE)) {
    await db.insertInto('assignments').values(rows).execute();
  }
  const zones = (plan.zones ?? []).map((zone) => toZoneRow(zone, plan.id));
  for (const rows of chunksOf(zones, ROWS_AT_ONCE)) {
    await db.insertInto('zones').values(rows).execute();
  }
  for (const rows of chunksOf(toPlacedBlockRows(plan), ROWS_AT_ONCE)) {
    await db.insertInto('placed_blocks').values(rows).execute();
  }
}

type PlanDependents = Record<
  'assignments' | 'zones' | 'placedBlocks' | 'scheduleDays' | 'airings' | 'logBlocks',
  number
>;

async function countDependents(db: Database, id: PlanId): Promise<PlanDependents> {
  const { assignments } = await db
    .selectFrom('assignments')
    .select((eb) => eb.fn.count<number>('id').distinct().as('assignments'))
    .where('plan_id', '=', id)
    .executeTakeFirstOrThrow();
  const { zones } = await db
    .selectFrom('zones')
    .select((eb) => eb.fn.countAll<number>().as('zones'))
    .where('plan_id', '=', id)
    .executeTakeFirstOrThrow();
  const { placedBlocks } = await db
    .selectFrom('placed_blocks')
    .select((eb) => eb.fn.countAll<number>().as('placedBlocks'))
    .where('plan_id', '=', id)
    .executeTakeFirstOrThrow();
  const { scheduleDays } = await db
    .selectFrom('schedule_days')
    .select((eb) => eb.fn.countAll<number>().as('scheduleDays'))
    .where('plan_id', '=', id)
    .executeTakeFirstOrThrow();
  const { airings } = await db
    .selectFrom('airings')
    .select((eb) => eb.fn.countAll<number>().as('airings'))
    .where('plan_id', '=', id)
    .executeTakeFirstOrThrow();
  const { logBlocks } = await db
    .selectFrom('log_blocks')
    .innerJoin('airings', (join) =>
      join
        .onRef('airings.generation', '=', 'log_blocks.generation')
        .onRef('airings.id', '=', 'log_blocks.airing_id'),
    )
    .select((eb) => eb.fn.countAll<number>().as('logBlocks'))
    .where('airings.plan_id', '=', id)
    .executeTakeFirstOrThrow();
  return { assignments, zones, placedBlocks, scheduleDays, airings, logBlocks };
}

export function createPlanRepository(db: Database): PlanRepository {
  return {
    async list(channelId) {
      let query = db.selectFrom('plans').selectAll();
      if (channelId) query = query.where('channel_id', '=', channelId);
      const rows = await query
        .orderBy('channel_id')
        .orderBy('priority', 'desc')
        .orderBy('name_key')
        .orderBy('id')
        .execute();
      return toPlans(db, rows);
    },

    async get(id) {
      const rows = await db.selectFrom('plans').selectAll().where('id', '=', id).execute();
      const [plan] = await toPlans(db, rows);
      return plan ?? null;
    },

    async insert(plan) {
      await atomically(db, async (trx) => {
        await trx.insertInto('plans').values(toPlanRow(plan)).execute();
        await insertRows(trx, plan);
      });
    },

    async update(plan) {
      await atomically(db, async (trx) => {
        const { id, channel_id: channelId, created_at: createdAt, ...changes } = toPlanRow(plan);
        const result = await trx
          .updateTable('plans')
          .set(changes)
          .where('id', '=', id)
          .where('version', '=', plan.version - 1)
          .where('channel_id', '=', channelId)
          .where('created_at', '=', createdAt)
          .executeTakeFirst();
        if (result.numUpdatedRows === 0n) await refuseStale(trx, 'plans', id, plan.version);
        await trx.deleteFrom('assignments').where('plan_id', '=', id).execute();
        await trx.deleteFrom('zones').where('plan_id', '=', id).execute();
        await trx.deleteFrom('placed_blocks').where('plan_id', '=', id).execute();
        await insertRows(trx, plan);
      });
    },

    /** Takes its rows with it; `has-dependents` while days or airings come from it. */
    async delete(id) {
      const result = await db.deleteFrom('plans').where('id', '=', id).executeTakeFirst();
      if (result.numDeletedRows === 0n) throw notFound('plan', id);
    },

    countDependents: (id) => countDependents(db, id),

    /** The published row, or the one of the draft where only that has it. */
    async getAssignment(id) {
      const row = await db
        .selectFrom('assignments')
        .selectAll()
        .where('id', '=', id)
        .orderBy('edition', 'desc')
        .executeTakeFirst();
      return row ? toAssignment(row) : null;
    },

    async listLabels() {
      return db
        .selectFrom('labels')
        .select(['id', 'name', 'description'])
        .orderBy('name_key')
        .execute();
    },

    async insertLabel(label) {
      await db.insertInto('labels').values(toLabelRow(label)).execute();
    },

    async updateLabel(label) {
      const { id, ...changes } = toLabelRow(label);
      const result = await db
        .updateTable('labels')
        .set(changes)
        .where('id', '=', id)
        .executeTakeFirst();
      if (result.numUpdatedRows === 0n) throw notFound('label', id);
    },

    async deleteLabel(id) {
      const result = await db.deleteFrom('labels').where('id', '=', id).executeTakeFirst();
      if (result.numDeletedRows === 0n) throw notFound('label', id);
    },
  };
}
