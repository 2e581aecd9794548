import { sql, type Kysely } from 'kysely';

const STATEMENTS = [
  // What was asked for, as JSON; NULL for a day that was resolved again.
  `ALTER TABLE override_records ADD COLUMN change TEXT`,
  // One row per fault from its first appearance until it is over; a fault that comes back is a new row.
  `CREATE TABLE planning_incidents (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    channel_id TEXT NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
    rule TEXT NOT NULL,
    subject TEXT NOT NULL,
    severity TEXT NOT NULL CHECK (severity IN ('error', 'warning')),
    message TEXT NOT NULL,
    remedy TEXT NOT NULL,
    first_seen_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    ended_at INTEGER,
    CONSTRAINT planning_incidents_in_order CHECK (last_seen_at >= first_seen_at)
  ) STRICT`,
  `CREATE UNIQUE INDEX planning_incidents_open ON planning_incidents (channel_id, rule, subject)
    WHERE ended_at IS NULL`,
  `CREATE INDEX planning_incidents_by_time ON planning_incidents (first_seen_at)`,
];

/** What an override asked for, and a record of the faults of planning. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
