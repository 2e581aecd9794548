import { sql, type Kysely } from 'kysely';

/** Whether a row airs several shorts in one slot. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `ALTER TABLE assignments ADD COLUMN packing TEXT NOT NULL DEFAULT 'auto'
        CHECK (packing IN ('auto', 'always', 'never'))`,
    )
    .execute(db);
}
