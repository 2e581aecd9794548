import { sql, type Kysely } from 'kysely';

/** What must hold of what a channel airs in certain hours; an empty list is no restriction. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(`ALTER TABLE channels ADD COLUMN dayparts TEXT NOT NULL DEFAULT '[]'`).execute(db);
}
