import { sql, type Kysely } from 'kysely';

/** Plans that alternate: every so many days or weeks from a date on, as JSON; NULL for those that do not. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('ALTER TABLE plans ADD COLUMN alternation TEXT').execute(db);
}
