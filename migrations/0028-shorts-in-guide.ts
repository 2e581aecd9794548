import { sql, type Kysely } from 'kysely';

/** Whether the guide tells shorts that share a slot together or each by itself. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `ALTER TABLE channels ADD COLUMN shorts_in_guide TEXT NOT NULL DEFAULT 'slot'
        CHECK (shorts_in_guide IN ('slot', 'each'))`,
    )
    .execute(db);
}
