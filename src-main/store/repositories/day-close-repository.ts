import type { Database } from '../database.ts';
import type { DayCloseRepository } from './day-close-port.ts';

export function createDayCloseRepository(db: Database): DayCloseRepository {
  return {
    async closedAt(channelId, date) {
      const row = await db
        .selectFrom('day_closes')
        .select('closed_at')
        .where('channel_id', '=', channelId)
        .where('broadcast_date', '=', date)
        .executeTakeFirst();
      return row?.closed_at ?? null;
    },

    async insert({ channelId, date, closedAt, frames }) {
      await db
        .insertInto('day_closes')
        .values({
          channel_id: channelId,
          broadcast_date: date,
          closed_at: closedAt,
          frames: JSON.stringify(frames),
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },
  };
}
