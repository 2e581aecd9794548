import { sql, type Kysely } from 'kysely';

const STATEMENTS = [
  `CREATE TABLE virtual_assets (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 255),
    name_key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('fixed_sequence', 'rule_based')),
    definition TEXT NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  ) STRICT`,
  // Members of an airing of a package, as JSON; frozen with it. Few airings have them, hence the partial index.
  `ALTER TABLE airings ADD COLUMN members TEXT`,
  `CREATE INDEX airings_of_packages ON airings (start_at) WHERE members IS NOT NULL`,
];

/** Packages, and airings that name their members. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
