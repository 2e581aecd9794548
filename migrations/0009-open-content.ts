import { sql, type Kysely } from 'kysely';

const STATEMENTS = [
  // Kinds of content grow in number; the model checks them. SQLite cannot change a CHECK, hence a new table.
  `CREATE TABLE assignments_of_any_content (
    plan_id TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
    edition TEXT NOT NULL CHECK (edition IN ('published', 'draft')),
    id TEXT NOT NULL,
    start_offset_minutes INTEGER NOT NULL CHECK (start_offset_minutes BETWEEN 0 AND 1440),
    duration_minutes INTEGER NOT NULL CHECK (duration_minutes > 0),
    content_type TEXT NOT NULL,
    series_id TEXT REFERENCES series (id),
    asset_id TEXT REFERENCES assets (id),
    content TEXT,
    episode_policy TEXT NOT NULL CHECK (episode_policy IN ('sequential', 'syndication', 'random',
      'least-recently-used', 'seasonal', 'chronological', 'shuffle', 'round-robin', 'marathon')),
    operator_intent TEXT,
    label_id TEXT REFERENCES labels (id) ON DELETE SET NULL,
    PRIMARY KEY (plan_id, edition, id),
    CONSTRAINT assignments_one_content CHECK (
      (content_type = 'series') = (series_id IS NOT NULL)
      AND (content_type = 'asset') = (asset_id IS NOT NULL)
      AND (content_type NOT IN ('series', 'asset')) = (content IS NOT NULL)
    )
  ) STRICT, WITHOUT ROWID`,
  `INSERT INTO assignments_of_any_content
    SELECT plan_id, edition, id, start_offset_minutes, duration_minutes, content_type, series_id,
      asset_id, content, episode_policy, operator_intent, label_id
    FROM assignments`,
  `DROP TABLE assignments`,
  `ALTER TABLE assignments_of_any_content RENAME TO assignments`,
  `CREATE INDEX assignments_by_id ON assignments (id)`,
  `CREATE INDEX assignments_by_label ON assignments (label_id) WHERE label_id IS NOT NULL`,
];

/** Rows that play any kind of content that the model knows, such as encores. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
