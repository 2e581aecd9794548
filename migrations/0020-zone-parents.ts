import { sql, type Kysely } from 'kysely';

/** The zone of the same plan from which a zone inherits what it leaves unset. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('ALTER TABLE zones ADD COLUMN parent_id TEXT').execute(db);
}
