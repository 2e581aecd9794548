import { sql, type Kysely } from 'kysely';

const STATEMENTS = [
  // Whole blocks as JSON: evidence of what was locked once, never read for playing.
  `CREATE TABLE superseded_log_blocks (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    channel_id TEXT NOT NULL REFERENCES channels (id),
    start_at INTEGER NOT NULL,
    override_record_id TEXT NOT NULL REFERENCES override_records (id),
    superseded_at INTEGER NOT NULL,
    block TEXT NOT NULL
  ) STRICT`,
  `CREATE INDEX superseded_log_blocks_by_start ON superseded_log_blocks (channel_id, start_at)`,
  `CREATE TRIGGER superseded_log_blocks_are_final BEFORE UPDATE ON superseded_log_blocks
    BEGIN SELECT RAISE(ABORT, 'conflict: What was locked once is never changed.'); END`,
  `CREATE TRIGGER superseded_log_blocks_stay BEFORE DELETE ON superseded_log_blocks
    BEGIN SELECT RAISE(ABORT, 'conflict: What was locked once is never deleted.'); END`,
];

/** Keeps the blocks of the locked log whose place an override takes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
