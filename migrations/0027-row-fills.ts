import { sql, type Kysely } from 'kysely';

/** What fills the time that a row's content leaves, as JSON; `NULL`: default programming. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('ALTER TABLE assignments ADD COLUMN fill TEXT').execute(db);
}
