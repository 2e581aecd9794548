import type { Selectable } from 'kysely';

import type { RebuildOffer } from '#shared/model/rebuild.ts';
import type { Database } from '../database.ts';
import type { RebuildOfferRepository } from './rebuild-offer-port.ts';
import type { RebuildOfferRow } from '../tables/schedule-tables.ts';

export function createRebuildOfferRepository(db: Database): RebuildOfferRepository {
  return {
    async list({ channelId, endAfter }) {
      let query = db
        .selectFrom('rebuild_offers')
        .innerJoin('schedule_days', (join) =>
          join
            .onRef('schedule_days.channel_id', '=', 'rebuild_offers.channel_id')
            .onRef('schedule_days.broadcast_date', '=', 'rebuild_offers.broadcast_date')
            .onRef('schedule_days.id', '=', 'rebuild_offers.schedule_day_id'),
        )
        .selectAll('rebuild_offers')
        .where('schedule_days.superseded_at', 'is', null)
        .where('schedule_days.end_at', '>', endAfter);
      if (channelId) query = query.where('rebuild_offers.channel_id', '=', channelId);
      const rows = await query
        .orderBy('rebuild_offers.channel_id')
        .orderBy('rebuild_offers.broadcast_date')
        .execute();
      return rows.map(toOffer);
    },

    async put(offer) {
      const row = toRow(offer);
      const { schedule_day_id, reason, made_at } = row;
      await db
        .insertInto('rebuild_offers')
        .values(row)
        .onConflict((conflict) =>
          conflict
            .columns(['channel_id', 'broadcast_date'])
            .doUpdateSet({ schedule_day_id, reason, made_at }),
        )
        .execute();
    },

    async remove(channelId, dates) {
      if (dates.length === 0) return;
      await db
        .deleteFrom('rebuild_offers')
        .where('channel_id', '=', channelId)
        .where('broadcast_date', 'in', dates)
        .execute();
    },
  };
}

function toRow(offer: RebuildOffer): RebuildOfferRow {
  return {
    channel_id: offer.channelId,
    broadcast_date: offer.broadcastDate,
    schedule_day_id: offer.scheduleDayId,
    reason: offer.reason,
    made_at: offer.madeAt,
  };
}

function toOffer(row: Selectable<RebuildOfferRow>): RebuildOffer {
  return {
    channelId: row.channel_id,
    broadcastDate: row.broadcast_date,
    scheduleDayId: row.schedule_day_id,
    reason: row.reason,
    madeAt: row.made_at,
  };
}
