import { sql, type Kysely } from 'kysely';

/** What may fill a channel's breaks, and how often; an empty object is the defaults. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(`ALTER TABLE channels ADD COLUMN traffic_rules TEXT NOT NULL DEFAULT '{}'`)
    .execute(db);
}
