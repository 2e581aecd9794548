import { sql, type Kysely } from 'kysely';

/** Exceptions of a channel that no plan overrides. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `CREATE TABLE pins (
        id TEXT NOT NULL PRIMARY KEY,
        channel_id TEXT NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
        days TEXT NOT NULL,
        start_offset_minutes INTEGER NOT NULL CHECK (start_offset_minutes BETWEEN 0 AND 1439),
        duration_minutes INTEGER NOT NULL CHECK (duration_minutes BETWEEN 1 AND 1440),
        content TEXT NOT NULL,
        episode_policy TEXT NOT NULL,
        operator_intent TEXT,
        created_at INTEGER NOT NULL
      ) STRICT`,
    )
    .execute(db);
  await sql.raw(`CREATE INDEX pins_by_channel ON pins (channel_id)`).execute(db);
}
