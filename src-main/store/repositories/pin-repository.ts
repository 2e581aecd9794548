import { notFound } from '#shared/errors/app-error.ts';
import { type Pin, PinDays } from '#shared/model/pin.ts';
import { ContentReference } from '#shared/model/plan.ts';

import { readJson } from '../column-values.ts';
import type { Database } from '../database.ts';
import type { PinRepository } from './pin-port.ts';
import type { PinRow } from '../tables/plan-tables.ts';

export function createPinRepository(db: Database): PinRepository {
  return {
    async list(channelId) {
      let query = db.selectFrom('pins').selectAll();
      if (channelId) query = query.where('channel_id', '=', channelId);
      const rows = await query
        .orderBy('channel_id')
        .orderBy('start_offset_minutes')
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return rows.map(toPin);
    },

    async get(id) {
      const row = await db.selectFrom('pins').selectAll().where('id', '=', id).executeTakeFirst();
      return row ? toPin(row) : null;
    },

    async insert(pin) {
      await db.insertInto('pins').values(toPinRow(pin)).execute();
    },

    async delete(id) {
      const result = await db.deleteFrom('pins').where('id', '=', id).executeTakeFirst();
      if (result.numDeletedRows === 0n) throw notFound('pin', id);
    },
  };
}

function toPinRow(pin: Pin): PinRow {
  return {
    id: pin.id,
    channel_id: pin.channelId,
    days: JSON.stringify(pin.days),
    start_offset_minutes: pin.startOffsetMinutes,
    duration_minutes: pin.durationMinutes,
    content: JSON.stringify(pin.content),
    episode_policy: pin.episodePolicy,
    operator_intent: pin.operatorIntent,
    created_at: pin.createdAt,
  };
}

function toPin(row: PinRow): Pin {
  return {
    id: row.id,
    channelId: row.channel_id,
    days: readJson(PinDays, row.days, 'pins.days'),
    startOffsetMinutes: row.start_offset_minutes,
    durationMinutes: row.duration_minutes,
    content: readJson(ContentReference, row.content, 'pins.content'),
    episodePolicy: row.episode_policy,
    operatorIntent: row.operator_intent,
    createdAt: row.created_at,
  };
}
