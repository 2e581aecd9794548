import { sql, type Kysely } from 'kysely';

/**
 * Tells assets that were retired with their source from those that somebody retired, so that the same files, added again
 * from another place, bring back what was known of them. Whether they were approved was not kept until now: they are
 * taken for approved, as files are by default.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      'ALTER TABLE assets ADD COLUMN approved_before_removal INTEGER CHECK (approved_before_removal IN (0, 1))',
    )
    .execute(db);
  await sql
    .raw(
      `UPDATE assets SET approved_before_removal = 1 WHERE state = 'retired' AND collection_id IN (
         SELECT collections.id FROM collections JOIN sources ON sources.id = collections.source_id
         WHERE sources.removed_at IS NOT NULL)`,
    )
    .execute(db);
  await sql
    .raw(
      `CREATE INDEX assets_orphaned ON assets (content_identity) WHERE approved_before_removal IS NOT NULL`,
    )
    .execute(db);
}
