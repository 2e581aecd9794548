import { sql, type Kysely } from 'kysely';

/**
 * Breaks by kind of content, plan and row beside those of the channel, and how far content may run past a grid line. Channels
 * that are there keep the breaks that they have.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const columns = [
    "channels ADD COLUMN break_rules_by_kind TEXT NOT NULL DEFAULT '{}'",
    `channels ADD COLUMN overrun_tolerance_ms INTEGER NOT NULL DEFAULT 10000
        CHECK (overrun_tolerance_ms BETWEEN 0 AND 60000)`,
    'plans ADD COLUMN break_rules TEXT',
    'assignments ADD COLUMN break_rules TEXT',
  ];
  for (const column of columns) await sql.raw(`ALTER TABLE ${column}`).execute(db);
}
