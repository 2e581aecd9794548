import { sql, type Kysely } from 'kysely';

const STATEMENTS = [
  `CREATE TABLE override_records (
    id TEXT NOT NULL PRIMARY KEY,
    layer TEXT NOT NULL CHECK (layer IN ('schedule-day', 'log')),
    target_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX override_records_by_target ON override_records (target_id)`,
  // Each freezing is a generation: ids follow from content, so that a day that is resolved to what it once was has the
  // id of one in history. A superseding day names its record, so that the record cannot come later than the day.
  `CREATE TABLE schedule_days (
    generation INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    channel_id TEXT NOT NULL REFERENCES channels (id),
    broadcast_date TEXT NOT NULL,
    plan_id TEXT REFERENCES plans (id),
    is_manual_override INTEGER NOT NULL CHECK (is_manual_override IN (0, 1)),
    start_at INTEGER NOT NULL,
    end_at INTEGER NOT NULL,
    carry_out TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    frozen_at INTEGER NOT NULL,
    override_record_id TEXT REFERENCES override_records (id),
    superseded_at INTEGER,
    CONSTRAINT schedule_days_end_after_start CHECK (end_at > start_at)
  ) STRICT`,
  `CREATE UNIQUE INDEX schedule_days_live ON schedule_days (channel_id, broadcast_date)
    WHERE superseded_at IS NULL`,
  `CREATE UNIQUE INDEX schedule_days_live_id ON schedule_days (id) WHERE superseded_at IS NULL`,
  `CREATE INDEX schedule_days_by_id ON schedule_days (id)`,
  `CREATE INDEX schedule_days_history ON schedule_days (channel_id, broadcast_date, superseded_at)`,
  `CREATE INDEX schedule_days_by_plan ON schedule_days (plan_id)`,
  // An airing keeps its id when its day is resolved again, hence the key of two columns. Seven days bound how far
  // back a window has to look for the airing that runs into it.
  `CREATE TABLE airings (
    generation INTEGER NOT NULL REFERENCES schedule_days (generation),
    id TEXT NOT NULL,
    schedule_day_id TEXT NOT NULL,
    channel_id TEXT NOT NULL REFERENCES channels (id),
    broadcast_date TEXT NOT NULL,
    start_at INTEGER NOT NULL,
    end_at INTEGER NOT NULL,
    asset_id TEXT REFERENCES assets (id),
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    episode_title TEXT,
    series_id TEXT REFERENCES series (id),
    season_number INTEGER,
    episode_number INTEGER,
    year INTEGER,
    content_duration_ms INTEGER NOT NULL CHECK (content_duration_ms >= 0),
    plan_id TEXT REFERENCES plans (id),
    lineage TEXT NOT NULL,
    PRIMARY KEY (generation, id),
    CONSTRAINT airings_end_after_start CHECK (end_at > start_at),
    CONSTRAINT airings_within_seven_days CHECK (end_at - start_at <= 604800000)
  ) STRICT`,
  `CREATE INDEX airings_by_id ON airings (id)`,
  `CREATE INDEX airings_by_start ON airings (channel_id, start_at)`,
  `CREATE INDEX airings_by_asset ON airings (asset_id, start_at)`,
  `CREATE INDEX airings_by_plan ON airings (plan_id)`,
  `CREATE TRIGGER schedule_days_are_frozen BEFORE UPDATE ON schedule_days
    WHEN OLD.superseded_at IS NOT NULL OR NEW.superseded_at IS NULL
      OR NEW.generation IS NOT OLD.generation OR NEW.id IS NOT OLD.id
      OR NEW.channel_id IS NOT OLD.channel_id
      OR NEW.broadcast_date IS NOT OLD.broadcast_date OR NEW.plan_id IS NOT OLD.plan_id
      OR NEW.is_manual_override IS NOT OLD.is_manual_override
      OR NEW.start_at IS NOT OLD.start_at OR NEW.end_at IS NOT OLD.end_at
      OR NEW.carry_out IS NOT OLD.carry_out OR NEW.content_hash IS NOT OLD.content_hash
      OR NEW.frozen_at IS NOT OLD.frozen_at OR NEW.override_record_id IS NOT OLD.override_record_id
    BEGIN SELECT RAISE(ABORT, 'day-frozen: A frozen day is never changed.'); END`,
  `CREATE TRIGGER schedule_days_stay BEFORE DELETE ON schedule_days
    BEGIN SELECT RAISE(ABORT, 'day-frozen: A frozen day is never deleted.'); END`,
  `CREATE TRIGGER airings_are_frozen BEFORE UPDATE ON airings
    BEGIN SELECT RAISE(ABORT, 'day-frozen: An airing of a frozen day is never changed.'); END`,
  `CREATE TRIGGER airings_stay BEFORE DELETE ON airings
    BEGIN SELECT RAISE(ABORT, 'day-frozen: An airing of a frozen day is never deleted.'); END`,
  `CREATE TRIGGER override_records_are_final BEFORE UPDATE ON override_records
    BEGIN SELECT RAISE(ABORT, 'conflict: An override record is never changed.'); END`,
  `CREATE TRIGGER override_records_stay BEFORE DELETE ON override_records
    BEGIN SELECT RAISE(ABORT, 'conflict: An override record is never deleted.'); END`,
];

/** Frozen schedule days with their history, airings and override records. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
