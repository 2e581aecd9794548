import type { Selectable } from 'kysely';

import { AIR_RULES, type PlanningIncident } from '#shared/model/incident.ts';

import { atomically, type Database } from '../database.ts';
import type { IncidentRepository } from './incident-port.ts';
import type { PlanningIncidentRow } from '../tables/schedule-tables.ts';

export function createIncidentRepository(db: Database): IncidentRepository {
  return {
    async list({ channelId, isOpen, limit }) {
      let query = db.selectFrom('planning_incidents').selectAll();
      if (channelId) query = query.where('channel_id', '=', channelId);
      if (isOpen) query = query.where('ended_at', 'is', null);
      const rows = await query.orderBy('id', 'desc').limit(limit).execute();
      return rows.map(toIncident);
    },

    sync: (channelId, origin, present, at) =>
      atomically(db, async (trx) => {
        const open = await trx
          .selectFrom('planning_incidents')
          .selectAll()
          .where('channel_id', '=', channelId)
          .where('ended_at', 'is', null)
          .where('rule', origin === 'air' ? 'in' : 'not in', AIR_RULES)
          .execute();
        const keyOf = (of: { rule: string; subject: string }): string => `${of.rule} ${of.subject}`;
        const known = new Map(open.map((row) => [keyOf(row), row]));
        const seen = new Set<string>();
        for (const { rule, subject, severity, message, remedy } of present) {
          if (seen.has(keyOf({ rule, subject }))) continue;
          seen.add(keyOf({ rule, subject }));
          const row = known.get(keyOf({ rule, subject }));
          known.delete(keyOf({ rule, subject }));
          const state = { severity, message, remedy };
          if (row) {
            const lastSeenAt = Math.max(at, row.first_seen_at);
            await trx
              .updateTable('planning_incidents')
              .set({ ...state, last_seen_at: lastSeenAt })
              .where('id', '=', row.id)
              .execute();
          } else {
            await trx
              .insertInto('planning_incidents')
              .values({
                ...state,
                channel_id: channelId,
                rule,
                subject,
                first_seen_at: at,
                last_seen_at: at,
                ended_at: null,
              })
              .execute();
          }
        }
        for (const { id } of known.values()) {
          await trx
            .updateTable('planning_incidents')
            .set({ ended_at: at })
            .where('id', '=', id)
            .execute();
        }
      }),
  };
}

function toIncident(row: Selectable<PlanningIncidentRow>): PlanningIncident {
  const { id, rule, subject, severity, message, remedy } = row;
  return {
    id,
    rule,
    subject,
    severity,
    message,
    remedy,
    channelId: row.channel_id,
    firstSeenAt: row.first_seen_at,
    lastSeenAt: row.last_seen_at,
    endedAt: row.ended_at,
  };
}
