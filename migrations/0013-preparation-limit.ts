import { sql, type Kysely } from 'kysely';

/** How many encoders may work for a channel at once; NULL is no limit of its own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `ALTER TABLE channels ADD COLUMN preparation_limit INTEGER
        CHECK (preparation_limit BETWEEN 1 AND 16)`,
    )
    .execute(db);
}
