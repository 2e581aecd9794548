import { sql, type Kysely } from 'kysely';

const STATEMENTS = [
  `CREATE TABLE rebuild_offers (
    channel_id TEXT NOT NULL REFERENCES channels (id),
    broadcast_date TEXT NOT NULL,
    schedule_day_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (channel_id, broadcast_date)
  ) STRICT`,
];

/** Frozen days that do not say what the plans say, until the operator has decided about them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
