import type { Database } from '../database.ts';
import type { PlayoutRepository } from './playout-port.ts';

export function createPlayoutRepository(db: Database): PlayoutRepository {
  return {
    async substitutionsFrom(channelId, mediaSequence) {
      return db
        .selectFrom('published_substitutions')
        .select([
          'channel_id as channelId',
          'media_sequence as mediaSequence',
          'reason',
          'substituted_at as at',
        ])
        .where('channel_id', '=', channelId)
        .where('media_sequence', '>=', mediaSequence)
        .orderBy('media_sequence')
        .execute();
    },

    /** The first one stands: what was published under a number never changes. */
    async addSubstitution(substitution) {
      await db
        .insertInto('published_substitutions')
        .values({
          channel_id: substitution.channelId,
          media_sequence: substitution.mediaSequence,
          reason: substitution.reason,
          substituted_at: substitution.at,
        })
        .onConflict((conflict) => conflict.columns(['channel_id', 'media_sequence']).doNothing())
        .execute();
    },

    async latestSession(channelId) {
      const row = await db
        .selectFrom('playout_sessions')
        .select([
          'channel_id as channelId',
          'from_media_sequence as fromMediaSequence',
          'started_at as startedAt',
          'ended_at as endedAt',
        ])
        .where('channel_id', '=', channelId)
        .orderBy('started_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row ?? null;
    },

    /** A session is known by its channel and start; saving it again sets its end. */
    async saveSession(session) {
      await db
        .insertInto('playout_sessions')
        .values({
          channel_id: session.channelId,
          started_at: session.startedAt,
          from_media_sequence: session.fromMediaSequence,
          ended_at: session.endedAt,
        })
        .onConflict((conflict) =>
          conflict.columns(['channel_id', 'started_at']).doUpdateSet((eb) => ({
            from_media_sequence: eb.ref('excluded.from_media_sequence'),
            ended_at: eb.ref('excluded.ended_at'),
          })),
        )
        .execute();
    },
  };
}
