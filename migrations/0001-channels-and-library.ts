import { sql, type Kysely } from 'kysely';

const STATEMENTS = [
  `CREATE TABLE channels (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE CHECK (slug = lower(slug)),
    number INTEGER NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    timezone TEXT NOT NULL,
    grid_minutes INTEGER NOT NULL CHECK (grid_minutes IN (15, 30, 60)),
    day_start TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('network', 'movie')),
    house_height INTEGER NOT NULL CHECK (house_height IN (480, 720, 1080)),
    house_rate TEXT NOT NULL CHECK (house_rate IN ('25', '29.97', '30')),
    break_rules TEXT NOT NULL,
    default_programming TEXT NOT NULL,
    preparation TEXT NOT NULL CHECK (preparation IN ('on-demand', 'always')),
    loudness_target_lufs REAL NOT NULL,
    is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
    epoch_at INTEGER NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE sources (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('folder')),
    path TEXT NOT NULL,
    approve_on_import INTEGER NOT NULL CHECK (approve_on_import IN (0, 1)),
    last_scan_at INTEGER,
    created_at INTEGER NOT NULL,
    removed_at INTEGER
  ) STRICT`,
  `CREATE UNIQUE INDEX sources_live_path ON sources (path) WHERE removed_at IS NULL`,
  `CREATE TABLE collections (
    id TEXT NOT NULL PRIMARY KEY,
    source_id TEXT NOT NULL REFERENCES sources (id)
  ) STRICT`,
  `CREATE INDEX collections_by_source ON collections (source_id)`,
  `CREATE TABLE series (
    id TEXT NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    title_key TEXT NOT NULL UNIQUE
  ) STRICT`,
  `CREATE TABLE assets (
    id TEXT NOT NULL PRIMARY KEY,
    collection_id TEXT NOT NULL REFERENCES collections (id),
    relative_path TEXT NOT NULL,
    size_bytes INTEGER NOT NULL CHECK (size_bytes >= 0),
    modified_at INTEGER NOT NULL,
    content_identity TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('episode', 'movie', 'commercial', 'promo', 'bumper',
      'station-id', 'psa', 'trailer', 'stinger', 'filler')),
    title TEXT NOT NULL,
    year INTEGER,
    series_id TEXT REFERENCES series (id),
    season_number INTEGER,
    episode_number INTEGER,
    state TEXT NOT NULL CHECK (state IN ('new', 'enriching', 'ready', 'retired')),
    is_approved INTEGER NOT NULL CHECK (is_approved IN (0, 1)),
    fault TEXT CHECK (fault IN ('broken', 'empty', 'audio-only', 'vanished', 'not-allowed')),
    fault_detail TEXT,
    duration_ms INTEGER CHECK (duration_ms >= 0),
    probe TEXT,
    is_loudness_measured INTEGER NOT NULL CHECK (is_loudness_measured IN (0, 1)),
    integrated_lufs REAL,
    true_peak_dbtp REAL,
    search_text TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    discovered_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    UNIQUE (collection_id, relative_path),
    CONSTRAINT assets_approved_only_when_ready CHECK (is_approved = 0 OR state = 'ready'),
    CONSTRAINT assets_ready_has_duration CHECK (state <> 'ready' OR coalesce(duration_ms, 0) > 0)
  ) STRICT`,
  `CREATE INDEX assets_by_title ON assets (sort_key, season_number, episode_number, title, id)`,
  `CREATE INDEX assets_by_series ON assets (series_id, state)`,
  `CREATE INDEX assets_eligible ON assets (kind)
    WHERE state = 'ready' AND is_approved = 1 AND fault IS NULL`,
  `CREATE INDEX assets_without_loudness ON assets (discovered_at)
    WHERE state = 'ready' AND is_loudness_measured = 0`,
  `CREATE TABLE asset_markers (
    asset_id TEXT NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
    marker_index INTEGER NOT NULL CHECK (marker_index >= 0),
    kind TEXT NOT NULL CHECK (kind IN ('chapter', 'break')),
    start_ms INTEGER NOT NULL CHECK (start_ms >= 0),
    end_ms INTEGER,
    title TEXT,
    origin TEXT NOT NULL CHECK (origin IN ('file', 'manual')),
    PRIMARY KEY (asset_id, marker_index),
    CONSTRAINT asset_markers_end_not_before_start CHECK (end_ms IS NULL OR end_ms >= start_ms)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE asset_tags (
    asset_id TEXT NOT NULL REFERENCES assets (id) ON DELETE CASCADE,
    tag_index INTEGER NOT NULL CHECK (tag_index >= 0),
    tag TEXT NOT NULL,
    PRIMARY KEY (asset_id, tag_index)
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX asset_tags_by_tag ON asset_tags (tag)`,
];

/** Channels, sources with their collections, series, assets and what hangs on assets. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
