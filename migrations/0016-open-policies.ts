import { sql, type Kysely } from 'kysely';

const STATEMENTS = [
  // Policies grow in number as kinds of content do; the model checks them. SQLite cannot change a CHECK, hence a new table.
  `CREATE TABLE assignments_of_any_policy (
    plan_id TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
    edition TEXT NOT NULL CHECK (edition IN ('published', 'draft')),
    id TEXT NOT NULL,
    start_offset_minutes INTEGER NOT NULL CHECK (start_offset_minutes BETWEEN 0 AND 1440),
    duration_minutes INTEGER NOT NULL CHECK (duration_minutes > 0),
    content_type TEXT NOT NULL,
    series_id TEXT REFERENCES series (id),
    asset_id TEXT REFERENCES assets (id),
    content TEXT,
    episode_policy TEXT NOT NULL,
    operator_intent TEXT,
    label_id TEXT REFERENCES labels (id) ON DELETE SET NULL,
    is_hard_start INTEGER NOT NULL DEFAULT 0 CHECK (is_hard_start IN (0, 1)),
    PRIMARY KEY (plan_id, edition, id),
    CONSTRAINT assignments_one_content CHECK (
      (content_type = 'series') = (series_id IS NOT NULL)
      AND (content_type = 'asset') = (asset_id IS NOT NULL)
      AND (content_type NOT IN ('series', 'asset')) = (content IS NOT NULL)
    )
  ) STRICT, WITHOUT ROWID`,
  `INSERT INTO assignments_of_any_policy
    SELECT plan_id, edition, id, start_offset_minutes, duration_minutes, content_type, series_id,
      asset_id, content, episode_policy, operator_intent, label_id, is_hard_start
    FROM assignments`,
  `DROP TABLE assignments`,
  `ALTER TABLE assignments_of_any_policy RENAME TO assignments`,
  `CREATE INDEX assignments_by_id ON assignments (id)`,
  `CREATE INDEX assignments_by_label ON assignments (label_id) WHERE label_id IS NOT NULL`,
];

/** Rows that choose by any policy that the model knows, such as the highest rated first. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
