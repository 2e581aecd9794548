import { sql, type Kysely } from 'kysely';

const STATEMENTS = [
  // Rows of lists and rules hold their content as JSON. SQLite cannot change a CHECK, hence a new table.
  `CREATE TABLE assignments_with_rules (
    plan_id TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
    edition TEXT NOT NULL CHECK (edition IN ('published', 'draft')),
    id TEXT NOT NULL,
    start_offset_minutes INTEGER NOT NULL CHECK (start_offset_minutes BETWEEN 0 AND 1440),
    duration_minutes INTEGER NOT NULL CHECK (duration_minutes > 0),
    content_type TEXT NOT NULL CHECK (content_type IN ('series', 'asset', 'list', 'rule', 'random')),
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
      AND (content_type IN ('list', 'rule', 'random')) = (content IS NOT NULL)
    )
  ) STRICT, WITHOUT ROWID`,
  `INSERT INTO assignments_with_rules
    SELECT plan_id, edition, id, start_offset_minutes, duration_minutes, content_type, series_id,
      asset_id, NULL, episode_policy, operator_intent, label_id
    FROM assignments`,
  `DROP TABLE assignments`,
  `ALTER TABLE assignments_with_rules RENAME TO assignments`,
  `CREATE INDEX assignments_by_id ON assignments (id)`,
  `CREATE INDEX assignments_by_label ON assignments (label_id) WHERE label_id IS NOT NULL`,
  `CREATE TABLE zones (
    id TEXT NOT NULL PRIMARY KEY,
    plan_id TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    name_key TEXT NOT NULL,
    start_offset_minutes INTEGER NOT NULL CHECK (start_offset_minutes BETWEEN 0 AND 1440),
    end_offset_minutes INTEGER NOT NULL CHECK (end_offset_minutes BETWEEN 0 AND 1440),
    items TEXT NOT NULL,
    day_filters TEXT,
    is_enabled INTEGER NOT NULL CHECK (is_enabled IN (0, 1)),
    effective_start TEXT,
    effective_end TEXT,
    dst_policy TEXT CHECK (dst_policy IN ('reject', 'shrink_one_block', 'expand_one_block')),
    UNIQUE (plan_id, name_key)
  ) STRICT`,
];

/** Rows that play lists and rules by more policies, and zones. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
