import { AppError, notFound } from '#shared/errors/app-error.ts';
import type { Asset, AssetState } from '#shared/model/asset.ts';
import type { AssetId } from '#shared/model/ids.ts';
import type { EpochMs } from '#shared/time/units.ts';

import { nameKey } from '../column-values.ts';
import { chunksOf, type Database } from '../database.ts';
import type { AssetRow } from '../tables/library-tables.ts';
import { toAssetRow, toMarkerRows, toTagRows } from './asset-rows.ts';

/** Rows in one INSERT: 26 columns times this stays far below SQLite's limit of parameters. */
const ROWS_AT_ONCE = 100;

/** Several moves may have been made since the last save, so all but the way out of retirement may be legal here. */
function refuseRevival(asset: Asset, stored: AssetState): void {
  if (stored !== 'retired' || asset.state === 'retired') return;
  throw new AppError('illegal-transition', 'A retired asset stays retired.', {
    field: 'state',
    asset: asset.relativePath,
    to: asset.state,
    remedy: 'Add the file again under another name.',
  });
}

async function insertNamedSeries(db: Database, assets: readonly Asset[]): Promise<void> {
  const named = new Map(
    assets.flatMap(({ seriesId, seriesTitle }) =>
      seriesId !== null && seriesTitle !== null ? [[seriesId, seriesTitle] as const] : [],
    ),
  );
  if (named.size === 0) return;
  const rows = [...named].map(([id, title]) => ({ id, title, title_key: nameKey(title) }));
  await db
    .insertInto('series')
    .values(rows)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** Refuses to revive, and frees the paths of files that were renamed, so that two may swap theirs. */
async function prepareKnown(db: Database, assets: readonly Asset[]): Promise<void> {
  const known = await db
    .selectFrom('assets')
    .select(['id', 'state', 'relative_path'])
    .where(
      'id',
      'in',
      assets.map((asset) => asset.id),
    )
    .execute();
  const byId = new Map(known.map((row) => [row.id, row]));
  const moved: AssetId[] = [];
  for (const asset of assets) {
    const row = byId.get(asset.id);
    if (!row) continue;
    refuseRevival(asset, row.state);
    if (row.relative_path !== asset.relativePath) moved.push(asset.id);
  }
  if (moved.length === 0) return;
  await db
    .updateTable('assets')
    // No file name holds a line break and an id.
    .set((eb) => ({ relative_path: eb(eb.val('\n'), '||', eb.ref('id')) }))
    .where('id', 'in', moved)
    .execute();
}

async function replaceSatellites(db: Database, assets: readonly Asset[]): Promise<void> {
  const ids = assets.map((asset) => asset.id);
  await db.deleteFrom('asset_markers').where('asset_id', 'in', ids).execute();
  await db.deleteFrom('asset_tags').where('asset_id', 'in', ids).execute();
  for (const rows of chunksOf(assets.flatMap(toMarkerRows), ROWS_AT_ONCE)) {
    await db.insertInto('asset_markers').values(rows).execute();
  }
  for (const rows of chunksOf(assets.flatMap(toTagRows), ROWS_AT_ONCE)) {
    await db.insertInto('asset_tags').values(rows).execute();
  }
}

function replacedColumns(row: ReturnType<typeof toAssetRow>): (keyof AssetRow)[] {
  const { id: _id, discovered_at: _discoveredAt, ...columns } = row;
  return Object.keys(columns) as (keyof AssetRow)[];
}

/** Writes assets with markers and tags; series that they name are made. Call inside a transaction. */
export async function writeAssets(db: Database, assets: readonly Asset[]): Promise<void> {
  for (const chunk of chunksOf(assets, 1_000)) {
    await insertNamedSeries(db, chunk);
    await prepareKnown(db, chunk);
  }
  for (const chunk of chunksOf(assets, ROWS_AT_ONCE)) {
    const rows = chunk.map(toAssetRow);
    const [first] = rows;
    if (!first) continue;
    await db
      .insertInto('assets')
      .values(rows)
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((eb) => {
          const entries = replacedColumns(first).map((name) => [name, eb.ref(`excluded.${name}`)]);
          return Object.fromEntries(entries) as Record<string, never>;
        }),
      )
      .execute();
    await replaceSatellites(db, chunk);
  }
}

async function statesOf(
  db: Database,
  ids: readonly AssetId[],
): Promise<{ id: AssetId; state: AssetState; relative_path: string }[]> {
  const rows: { id: AssetId; state: AssetState; relative_path: string }[] = [];
  for (const chunk of chunksOf(ids, 5_000)) {
    const query = db.selectFrom('assets').select(['id', 'state', 'relative_path']);
    rows.push(...(await query.where('id', 'in', chunk).execute()));
  }
  const found = new Set(rows.map((row) => row.id));
  const missing = ids.find((id) => !found.has(id));
  if (missing !== undefined) throw notFound('asset', missing);
  return rows;
}

/** Approves or revokes; answers how many changed. Call inside a transaction. */
export async function writeApproval(
  db: Database,
  ids: readonly AssetId[],
  isApproved: boolean,
  at: EpochMs,
): Promise<number> {
  const unready = (await statesOf(db, ids)).find((row) => row.state !== 'ready');
  if (unready) {
    throw new AppError('illegal-transition', 'Only a ready asset can be approved or revoked.', {
      field: 'state',
      asset: unready.relative_path,
      state: unready.state,
      remedy: 'Leave it out, or wait until it is ready.',
    });
  }
  let changed = 0;
  for (const chunk of chunksOf(ids, 5_000)) {
    const result = await db
      .updateTable('assets')
      .set({ is_approved: isApproved ? 1 : 0, updated_at: at })
      .where('id', 'in', chunk)
      .where('is_approved', '=', isApproved ? 0 : 1)
      .executeTakeFirst();
    changed += Number(result.numUpdatedRows);
  }
  return changed;
}

/** Retires; those retired already do not count. Call inside a transaction. */
export async function writeRetirement(
  db: Database,
  ids: readonly AssetId[],
  at: EpochMs,
): Promise<number> {
  await statesOf(db, ids);
  let changed = 0;
  for (const chunk of chunksOf(ids, 5_000)) {
    const result = await db
      .updateTable('assets')
      .set({ state: 'retired', is_approved: 0, updated_at: at })
      .where('id', 'in', chunk)
      .where('state', '<>', 'retired')
      .executeTakeFirst();
    changed += Number(result.numUpdatedRows);
  }
  return changed;
}
