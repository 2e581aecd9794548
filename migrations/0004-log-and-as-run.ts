import { sql, type Kysely } from 'kysely';

const STATEMENTS = [
  `CREATE TABLE log_blocks (
    id TEXT NOT NULL PRIMARY KEY,
    channel_id TEXT NOT NULL REFERENCES channels (id),
    generation INTEGER NOT NULL,
    schedule_day_id TEXT NOT NULL,
    airing_id TEXT NOT NULL,
    broadcast_date TEXT NOT NULL,
    start_at INTEGER NOT NULL,
    end_at INTEGER NOT NULL,
    first_frame INTEGER NOT NULL,
    frame_count INTEGER NOT NULL CHECK (frame_count > 0),
    first_media_sequence INTEGER NOT NULL CHECK (first_media_sequence >= 0),
    media_segment_count INTEGER NOT NULL CHECK (media_segment_count > 0),
    locked_at INTEGER NOT NULL,
    UNIQUE (channel_id, start_at),
    UNIQUE (channel_id, first_media_sequence),
    FOREIGN KEY (generation, airing_id) REFERENCES airings (generation, id),
    CONSTRAINT log_blocks_end_after_start CHECK (end_at > start_at)
  ) STRICT`,
  `CREATE INDEX log_blocks_by_airing ON log_blocks (generation, airing_id)`,
  `CREATE TABLE log_events (
    block_id TEXT NOT NULL REFERENCES log_blocks (id) ON DELETE CASCADE,
    event_index INTEGER NOT NULL CHECK (event_index >= 0),
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('act', 'interstitial', 'pad')),
    interstitial_kind TEXT,
    airing_id TEXT NOT NULL,
    break_index INTEGER CHECK (break_index >= 0),
    asset_id TEXT REFERENCES assets (id),
    title TEXT NOT NULL,
    start_at INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL CHECK (duration_ms >= 0),
    in_point_ms INTEGER NOT NULL CHECK (in_point_ms >= 0),
    transition_in_kind TEXT NOT NULL CHECK (transition_in_kind IN ('none', 'fade')),
    transition_in_ms INTEGER NOT NULL CHECK (transition_in_ms >= 0),
    transition_out_kind TEXT NOT NULL CHECK (transition_out_kind IN ('none', 'fade')),
    transition_out_ms INTEGER NOT NULL CHECK (transition_out_ms >= 0),
    gain_db REAL NOT NULL,
    first_frame INTEGER NOT NULL,
    frame_count INTEGER NOT NULL CHECK (frame_count > 0),
    asset_in_frame INTEGER NOT NULL CHECK (asset_in_frame >= 0),
    first_media_sequence INTEGER NOT NULL CHECK (first_media_sequence >= 0),
    media_segment_count INTEGER NOT NULL CHECK (media_segment_count > 0),
    lineage TEXT NOT NULL,
    PRIMARY KEY (block_id, event_index)
  ) STRICT`,
  `CREATE INDEX log_events_by_asset ON log_events (asset_id, start_at) WHERE asset_id IS NOT NULL`,
  `CREATE TRIGGER log_blocks_are_locked BEFORE UPDATE ON log_blocks
    BEGIN SELECT RAISE(ABORT, 'conflict: A locked log block is never changed.'); END`,
  `CREATE TRIGGER log_events_are_locked BEFORE UPDATE ON log_events
    BEGIN SELECT RAISE(ABORT, 'conflict: An event of a locked log block is never changed.'); END`,
  // Evidence stands on its own: it outlives the log rows and assets that it names.
  `CREATE TABLE as_run (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    channel_id TEXT NOT NULL REFERENCES channels (id),
    broadcast_date TEXT NOT NULL,
    event_id TEXT NOT NULL,
    block_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('act', 'interstitial', 'pad')),
    asset_id TEXT,
    title TEXT NOT NULL,
    planned_start_at INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL CHECK (duration_ms >= 0),
    frame_count INTEGER NOT NULL CHECK (frame_count >= 0),
    status TEXT NOT NULL
      CHECK (status IN ('aired', 'truncated', 'substituted', 'skipped', 'error')),
    was_served INTEGER NOT NULL CHECK (was_served IN (0, 1)),
    peak_viewers INTEGER NOT NULL CHECK (peak_viewers >= 0),
    slate_frames INTEGER NOT NULL CHECK (slate_frames >= 0),
    reason TEXT
  ) STRICT`,
  `CREATE INDEX as_run_by_start ON as_run (channel_id, started_at)`,
  `CREATE INDEX as_run_by_channel ON as_run (channel_id)`,
  `CREATE TRIGGER as_run_is_final BEFORE UPDATE ON as_run
    BEGIN SELECT RAISE(ABORT, 'conflict: An as-run row is never changed.'); END`,
  `CREATE TRIGGER as_run_stays BEFORE DELETE ON as_run
    BEGIN SELECT RAISE(ABORT, 'conflict: An as-run row is never deleted.'); END`,
  `CREATE TABLE playout_sessions (
    channel_id TEXT NOT NULL REFERENCES channels (id),
    started_at INTEGER NOT NULL,
    from_media_sequence INTEGER NOT NULL CHECK (from_media_sequence >= 0),
    ended_at INTEGER,
    PRIMARY KEY (channel_id, started_at)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE published_substitutions (
    channel_id TEXT NOT NULL REFERENCES channels (id),
    media_sequence INTEGER NOT NULL CHECK (media_sequence >= 0),
    reason TEXT NOT NULL,
    substituted_at INTEGER NOT NULL,
    PRIMARY KEY (channel_id, media_sequence)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TRIGGER published_substitutions_are_final BEFORE UPDATE ON published_substitutions
    BEGIN SELECT RAISE(ABORT, 'conflict: A published media segment is never changed.'); END`,
];

/** The transmission log, the as-run record and what playout must remember. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
