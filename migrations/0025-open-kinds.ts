import { sql, type Kysely } from 'kysely';

/** Closed lists that the model checks on the way in and out; the file need not be rebuilt for each further value. */
const CLOSED_LISTS: Readonly<Record<string, readonly string[]>> = {
  channels: ['grid_minutes', 'kind', 'house_height', 'house_rate', 'preparation'],
  sources: ['kind'],
  assets: ['kind', 'state', 'fault'],
  asset_markers: ['kind', 'origin'],
  log_events: ['kind', 'transition_in_kind', 'transition_out_kind'],
  as_run: ['kind', 'status'],
  jobs: ['state'],
};

interface SchemaRow {
  readonly type: string;
  readonly name: string;
  readonly tbl_name: string;
  readonly sql: string;
}

async function readSchema(db: Kysely<unknown>): Promise<SchemaRow[]> {
  const { rows } = await sql<SchemaRow>`
    SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL`.execute(db);
  return rows;
}

function withoutList(statement: string, column: string): string {
  const open = statement.replace(
    new RegExp(`\\s+CHECK \\(${column} IN \\([^()]*\\)\\)(?=,|\\n)`),
    '',
  );
  if (open === statement) throw new Error(`The column ${column} has no closed list.`);
  return open;
}

/** Foreign keys are off, so that a table may go while others refer to it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const schema = await readSchema(db);
  const run = async (statement: string): Promise<void> => {
    await sql.raw(statement).execute(db);
  };
  const triggers = schema.filter(({ type }) => type === 'trigger');
  // A trigger that speaks of a table that is away for a moment would be an error.
  for (const { name } of triggers) await run(`DROP TRIGGER "${name}"`);
  for (const [table, columns] of Object.entries(CLOSED_LISTS)) {
    const old = schema.find(({ type, name }) => type === 'table' && name === table);
    if (!old) throw new Error(`There is no table ${table}.`);
    const rebuilt = columns.reduce(withoutList, old.sql);
    await run(rebuilt.replace(/^CREATE TABLE "?\w+"?/, `CREATE TABLE rebuilt_${table}`));
    await run(`INSERT INTO rebuilt_${table} SELECT * FROM ${table}`);
    await run(`DROP TABLE ${table}`);
    await run(`ALTER TABLE rebuilt_${table} RENAME TO ${table}`);
    for (const { type, tbl_name, sql: statement } of schema) {
      if (type === 'index' && tbl_name === table) await run(statement);
    }
  }
  for (const { sql: statement } of triggers) await run(statement);
}
