import { sql, type Kysely } from 'kysely';

const STATEMENTS = [
  `CREATE TABLE day_closes (
    channel_id TEXT NOT NULL REFERENCES channels (id),
    broadcast_date TEXT NOT NULL,
    closed_at INTEGER NOT NULL,
    frames TEXT NOT NULL,
    PRIMARY KEY (channel_id, broadcast_date)
  ) STRICT`,
];

/** Broadcast days that are over, with the sums of what became of their pictures. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
