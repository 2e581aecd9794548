import { sql, type Kysely } from 'kysely';

/** Rows that start at their time whatever airs before them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      'ALTER TABLE assignments ADD COLUMN is_hard_start INTEGER NOT NULL DEFAULT 0 CHECK (is_hard_start IN (0, 1))',
    )
    .execute(db);
}
