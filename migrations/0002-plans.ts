import { sql, type Kysely } from 'kysely';

const STATEMENTS = [
  `CREATE TABLE plans (
    id TEXT NOT NULL PRIMARY KEY,
    channel_id TEXT NOT NULL REFERENCES channels (id),
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    name_key TEXT NOT NULL,
    description TEXT,
    cron TEXT,
    start_date TEXT,
    end_date TEXT,
    yearly_range TEXT,
    priority INTEGER NOT NULL CHECK (priority >= 0),
    layering TEXT NOT NULL CHECK (layering IN ('replace', 'merge')),
    is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
    has_draft INTEGER NOT NULL CHECK (has_draft IN (0, 1)),
    version INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (channel_id, name_key)
  ) STRICT`,
  `CREATE TABLE labels (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    name_key TEXT NOT NULL UNIQUE,
    description TEXT
  ) STRICT`,
  // A row of the draft keeps the id of the published row that it was copied from.
  `CREATE TABLE assignments (
    plan_id TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
    edition TEXT NOT NULL CHECK (edition IN ('published', 'draft')),
    id TEXT NOT NULL,
    start_offset_minutes INTEGER NOT NULL CHECK (start_offset_minutes BETWEEN 0 AND 1440),
    duration_minutes INTEGER NOT NULL CHECK (duration_minutes > 0),
    content_type TEXT NOT NULL CHECK (content_type IN ('series', 'asset')),
    series_id TEXT REFERENCES series (id),
    asset_id TEXT REFERENCES assets (id),
    episode_policy TEXT NOT NULL CHECK (episode_policy IN ('sequential', 'random')),
    operator_intent TEXT,
    label_id TEXT REFERENCES labels (id) ON DELETE SET NULL,
    PRIMARY KEY (plan_id, edition, id),
    CONSTRAINT assignments_one_content CHECK (
      (content_type = 'series') = (series_id IS NOT NULL)
      AND (content_type = 'asset') = (asset_id IS NOT NULL)
    )
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX assignments_by_id ON assignments (id)`,
  `CREATE INDEX assignments_by_label ON assignments (label_id) WHERE label_id IS NOT NULL`,
];

/** Plans, their rows in both editions, and labels. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
