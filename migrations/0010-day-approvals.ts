import { sql, type Kysely } from 'kysely';

const STATEMENTS = [
  `ALTER TABLE channels ADD COLUMN requires_approval INTEGER NOT NULL DEFAULT 0
    CHECK (requires_approval IN (0, 1))`,
  `ALTER TABLE schedule_days ADD COLUMN needs_approval INTEGER NOT NULL DEFAULT 0
    CHECK (needs_approval IN (0, 1))`,
  `CREATE TRIGGER schedule_days_need_is_frozen BEFORE UPDATE OF needs_approval ON schedule_days
    BEGIN SELECT RAISE(ABORT, 'day-frozen: A frozen day is never changed.'); END`,
  // The last row about a day says whether it airs; the others are the history of who decided what.
  `CREATE TABLE day_approvals (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    channel_id TEXT NOT NULL REFERENCES channels (id),
    broadcast_date TEXT NOT NULL,
    schedule_day_id TEXT NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('approve', 'unapprove')),
    made_by TEXT NOT NULL CHECK (made_by IN ('window', 'web', 'command-line')),
    note TEXT NOT NULL,
    made_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX day_approvals_by_day ON day_approvals (schedule_day_id, id)`,
  `CREATE INDEX day_approvals_by_date ON day_approvals (channel_id, broadcast_date)`,
  `CREATE TRIGGER day_approvals_are_final BEFORE UPDATE ON day_approvals
    BEGIN SELECT RAISE(ABORT, 'conflict: A decision about a day is never changed.'); END`,
  `CREATE TRIGGER day_approvals_stay BEFORE DELETE ON day_approvals
    BEGIN SELECT RAISE(ABORT, 'conflict: A decision about a day is never deleted.'); END`,
];

/** Whether a channel's days must be approved, which days need it, and what was decided about them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
