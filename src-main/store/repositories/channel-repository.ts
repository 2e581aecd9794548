import { notFound } from '#shared/errors/app-error.ts';
import { BreakRules, BreakRulesByKind } from '#shared/model/break-rules.ts';
import { ChannelFields, DefaultProgramming, type Channel } from '#shared/model/channel.ts';
import { TrafficRules } from '#shared/model/traffic.ts';

import { fromFlag, nameKey, readJson, toFlag } from '../column-values.ts';
import type { Database } from '../database.ts';
import { refuseStale } from '../stale-version.ts';
import type { ChannelRepository } from './channel-port.ts';
import type { ChannelRow } from '../tables/library-tables.ts';

function toRow(channel: Channel): ChannelRow {
  return {
    id: channel.id,
    slug: channel.slug,
    number: channel.number,
    name: channel.name,
    name_key: nameKey(channel.name),
    timezone: channel.timezone,
    grid_minutes: channel.gridMinutes,
    day_start: channel.dayStart,
    kind: channel.kind,
    house_height: channel.houseFormat.height,
    house_rate: channel.houseFormat.rate,
    break_rules: JSON.stringify(channel.breakRules),
    break_rules_by_kind: JSON.stringify(channel.breakRulesByKind),
    overrun_tolerance_ms: channel.overrunToleranceMs,
    shorts_in_guide: channel.shortsInGuide,
    traffic_rules: JSON.stringify(channel.traffic),
    default_programming: JSON.stringify(channel.defaultProgramming),
    dayparts: JSON.stringify(channel.dayparts),
    preparation: channel.preparation,
    preparation_limit: channel.preparationLimit,
    loudness_target_lufs: channel.loudnessTargetLufs,
    is_active: toFlag(channel.isActive),
    requires_approval: toFlag(channel.requiresApproval),
    epoch_at: channel.epochAt,
    version: channel.version,
    created_at: channel.createdAt,
    updated_at: channel.updatedAt,
  };
}

function toChannel(row: ChannelRow): Channel {
  return {
    id: row.id,
    slug: row.slug,
    number: row.number,
    name: row.name,
    timezone: row.timezone,
    gridMinutes: row.grid_minutes,
    dayStart: row.day_start,
    kind: row.kind,
    houseFormat: { height: row.house_height, rate: row.house_rate },
    breakRules: readJson(BreakRules, row.break_rules, 'channels.break_rules'),
    breakRulesByKind: readJson(
      BreakRulesByKind,
      row.break_rules_by_kind,
      'channels.break_rules_by_kind',
    ),
    overrunToleranceMs: row.overrun_tolerance_ms,
    shortsInGuide: row.shorts_in_guide,
    traffic: readJson(TrafficRules, row.traffic_rules, 'channels.traffic_rules'),
    defaultProgramming: readJson(
      DefaultProgramming,
      row.default_programming,
      'channels.default_programming',
    ),
    dayparts: readJson(ChannelFields.shape.dayparts, row.dayparts, 'channels.dayparts'),
    preparation: row.preparation,
    preparationLimit: row.preparation_limit,
    loudnessTargetLufs: row.loudness_target_lufs,
    isActive: fromFlag(row.is_active),
    requiresApproval: fromFlag(row.requires_approval),
    epochAt: row.epoch_at,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

export function createChannelRepository(db: Database): ChannelRepository {
  async function countIn(
    table: 'plans' | 'schedule_days' | 'log_blocks' | 'as_run',
    channelId: Channel['id'],
  ): Promise<number> {
    const row = await db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('channel_id', '=', channelId)
      .executeTakeFirstOrThrow();
    return row.count;
  }

  return {
    async list() {
      const rows = await db.selectFrom('channels').selectAll().orderBy('number').execute();
      return rows.map(toChannel);
    },

    async get(id) {
      const query = db.selectFrom('channels').selectAll().where('id', '=', id);
      const row = await query.executeTakeFirst();
      return row ? toChannel(row) : null;
    },

    async insert(channel) {
      await db.insertInto('channels').values(toRow(channel)).execute();
    },

    async update(channel) {
      const row = toRow(channel);
      // The slug is in addresses, the epoch in frame numbers: neither ever changes.
      const { id, slug, epoch_at: epochAt, created_at: createdAt, ...changes } = row;
      const result = await db
        .updateTable('channels')
        .set(changes)
        .where('id', '=', id)
        .where('version', '=', channel.version - 1)
        .where('slug', '=', slug)
        .where('epoch_at', '=', epochAt)
        .where('created_at', '=', createdAt)
        .executeTakeFirst();
      if (result.numUpdatedRows === 0n) await refuseStale(db, 'channels', id, channel.version);
    },

    async delete(id) {
      const result = await db.deleteFrom('channels').where('id', '=', id).executeTakeFirst();
      if (result.numDeletedRows === 0n) throw notFound('channel', id);
    },

    async countDependents(id) {
      return {
        plans: await countIn('plans', id),
        scheduleDays: await countIn('schedule_days', id),
        logBlocks: await countIn('log_blocks', id),
        asRun: await countIn('as_run', id),
      };
    },
  };
}
