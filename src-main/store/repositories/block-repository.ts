import { z } from 'zod';

import { notFound } from '#shared/errors/app-error.ts';
import type { PlanId } from '#shared/model/ids.ts';
import { type Block, BlockRow, type PlacedBlock, type Plan } from '#shared/model/plan.ts';
import { Weekday } from '#shared/model/zone.ts';

import { nameKey, readJson } from '../column-values.ts';
import type { Database } from '../database.ts';
import { refuseStale } from '../stale-version.ts';
import type { BlockRepository } from './block-port.ts';
import type { BlocksRow, PlacedBlockRow } from '../tables/plan-tables.ts';
import { appendTo } from './asset-rows.ts';

export function createBlockRepository(db: Database): BlockRepository {
  return {
    async list() {
      const rows = await db.selectFrom('blocks').selectAll().orderBy('name_key').execute();
      return rows.map(toBlock);
    },

    async get(id) {
      const row = await db.selectFrom('blocks').selectAll().where('id', '=', id).executeTakeFirst();
      return row ? toBlock(row) : null;
    },

    async insert(block) {
      await db.insertInto('blocks').values(toBlocksRow(block)).execute();
    },

    async update(block) {
      const { id, created_at: _created, ...changes } = toBlocksRow(block);
      const result = await db
        .updateTable('blocks')
        .set(changes)
        .where('id', '=', id)
        .where('version', '=', block.version - 1)
        .executeTakeFirst();
      if (result.numUpdatedRows === 0n) await refuseStale(db, 'blocks', id, block.version);
    },

    async delete(id) {
      const result = await db.deleteFrom('blocks').where('id', '=', id).executeTakeFirst();
      if (result.numDeletedRows === 0n) throw notFound('block', id);
    },
  };
}

/** The placed blocks of the plans, each with its block, by start. */
export async function placedBlocksOf(
  db: Database,
  planIds: readonly PlanId[],
): Promise<Map<PlanId, PlacedBlock[]>> {
  const placed = new Map<PlanId, PlacedBlock[]>();
  const rows = await db
    .selectFrom('placed_blocks')
    .selectAll()
    .where('plan_id', 'in', planIds)
    .orderBy('start_offset_minutes')
    .orderBy('id')
    .execute();
  if (rows.length === 0) return placed;
  const ids = [...new Set(rows.map((row) => row.block_id))];
  const blockRows = await db.selectFrom('blocks').selectAll().where('id', 'in', ids).execute();
  const blocks = new Map(blockRows.map((row) => [row.id, toBlock(row)]));
  for (const row of rows) {
    const block = blocks.get(row.block_id);
    if (block) appendTo(placed, row.plan_id, toPlacedBlock(row, block));
  }
  return placed;
}

export function toPlacedBlockRows(plan: Plan): PlacedBlockRow[] {
  return (plan.blocks ?? []).map(({ id, startOffsetMinutes, dayFilters, block }) => ({
    id,
    plan_id: plan.id,
    block_id: block.id,
    start_offset_minutes: startOffsetMinutes,
    day_filters: dayFilters === null ? null : JSON.stringify(dayFilters),
  }));
}

function toPlacedBlock(row: PlacedBlockRow, block: Block): PlacedBlock {
  const days = row.day_filters;
  return {
    id: row.id,
    startOffsetMinutes: row.start_offset_minutes,
    dayFilters:
      days === null ? null : readJson(z.array(Weekday), days, 'placed_blocks.day_filters'),
    block,
  };
}

function toBlocksRow(block: Block): BlocksRow {
  return {
    id: block.id,
    name: block.name,
    name_key: nameKey(block.name),
    description: block.description,
    rows: JSON.stringify(block.rows),
    version: block.version,
    created_at: block.createdAt,
    updated_at: block.updatedAt,
  };
}

function toBlock(row: BlocksRow): Block {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    rows: readJson(z.array(BlockRow), row.rows, 'blocks.rows'),
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
