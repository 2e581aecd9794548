import { sql, type Kysely } from 'kysely';

const STATEMENTS = [
  // The rows of a block belong to no plan; they are kept as JSON.
  `CREATE TABLE blocks (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    name_key TEXT NOT NULL UNIQUE,
    description TEXT,
    rows TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE placed_blocks (
    id TEXT NOT NULL PRIMARY KEY,
    plan_id TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
    block_id TEXT NOT NULL REFERENCES blocks (id),
    start_offset_minutes INTEGER NOT NULL CHECK (start_offset_minutes BETWEEN 0 AND 1439),
    day_filters TEXT
  ) STRICT`,
  `CREATE INDEX placed_blocks_by_plan ON placed_blocks (plan_id)`,
  `CREATE INDEX placed_blocks_by_block ON placed_blocks (block_id)`,
];

/** Rows that plans of any channel share. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
