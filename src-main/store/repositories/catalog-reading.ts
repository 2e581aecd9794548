import { sql } from 'kysely';

import type { AssetName } from '#shared/model/asset.ts';
import type { AssetId } from '#shared/model/ids.ts';
import type { CatalogAsset } from '#shared/planning/choose/catalog.ts';
import { groupByWork } from '#shared/planning/choose/works.ts';

import type { Database } from '../database.ts';
import { appendTo } from './asset-rows.ts';

function eligibleAssets(db: Database) {
  return db
    .selectFrom('assets')
    .where('assets.state', '=', 'ready')
    .where('assets.is_approved', '=', 1)
    .where('assets.fault', 'is', null);
}

/**
 * Reads every asset that passes the gate (ready, approved, file present: INV-ASSET-SCHEDULABLE-TRIPLE-GATE-001) as the
 * planner wants it. A breakpoint lies inside the content: a chapter that starts with it is none.
 */
export async function readCatalog(db: Database): Promise<readonly CatalogAsset[]> {
  const markers = await eligibleAssets(db)
    .innerJoin('asset_markers', 'asset_markers.asset_id', 'assets.id')
    .select(['asset_markers.asset_id', 'asset_markers.start_ms'])
    .whereRef('asset_markers.start_ms', '<', 'assets.duration_ms')
    .where('asset_markers.start_ms', '>', 0)
    .execute();
  const breakpoints = new Map<AssetId, number[]>();
  for (const marker of markers) appendTo(breakpoints, marker.asset_id, marker.start_ms);
  const tagRows = await eligibleAssets(db)
    .innerJoin('asset_tags', 'asset_tags.asset_id', 'assets.id')
    .select(['asset_tags.asset_id', 'asset_tags.tag'])
    .orderBy('asset_tags.asset_id')
    .orderBy('asset_tags.tag_index')
    .execute();
  const tags = new Map<AssetId, string[]>();
  for (const { asset_id: id, tag } of tagRows) appendTo(tags, id, tag);
  const rows = await eligibleAssets(db)
    .innerJoin('collections', 'collections.id', 'assets.collection_id')
    .innerJoin('sources', 'sources.id', 'collections.source_id')
    .leftJoin('series', 'series.id', 'assets.series_id')
    .select([
      'assets.id',
      'assets.kind',
      'assets.title',
      'assets.series_id as seriesId',
      'series.title as seriesTitle',
      'assets.season_number as seasonNumber',
      'assets.episode_number as episodeNumber',
      'assets.year',
      'assets.duration_ms as durationMs',
      'assets.integrated_lufs as integratedLufs',
      'assets.true_peak_dbtp as truePeakDbtp',
      'sources.name as source',
      'assets.discovered_at as addedAt',
      'assets.content_identity as contentIdentity',
    ])
    .where('assets.duration_ms', 'is not', null)
    .$narrowType<{ durationMs: number }>()
    .orderBy('assets.id')
    .execute();
  const copies = await readCopies(db, rows);
  return rows.map((row) => ({
    ...row,
    ...(tags.has(row.id) ? { tags: tags.get(row.id) ?? [] } : {}),
    ...copies.get(row.id),
    breakpointsMs: [...new Set(breakpoints.get(row.id))].sort((a, b) => a - b),
  }));
}

/** What decides between copies of one work, of the eligible assets that have any. */
async function readCopies(
  db: Database,
  eligible: readonly { readonly id: AssetId }[],
): Promise<ReadonlyMap<AssetId, Pick<CatalogAsset, 'pictureHeight' | 'unavailableCopies'>>> {
  const mayAir = new Set(eligible.map(({ id }) => id));
  const all = await db
    .selectFrom('assets')
    .leftJoin('series', 'series.id', 'assets.series_id')
    .select([
      'assets.id',
      'assets.kind',
      'assets.title',
      'assets.year',
      'series.title as seriesTitle',
      'assets.season_number as seasonNumber',
      'assets.episode_number as episodeNumber',
      'assets.content_identity as contentIdentity',
      'assets.discovered_at as addedAt',
    ])
    .orderBy('assets.id')
    .execute();
  const copies = new Map<AssetId, Pick<CatalogAsset, 'pictureHeight' | 'unavailableCopies'>>();
  for (const work of groupByWork(all)) {
    const gone = work.filter(({ id }) => !mayAir.has(id));
    const unavailableCopies = gone.map(({ id, addedAt }) => ({ id, addedAt }));
    for (const { id } of work) {
      if (mayAir.has(id)) copies.set(id, gone.length === 0 ? {} : { unavailableCopies });
    }
  }
  for (const [id, height] of await readHeights(db, [...copies.keys()])) {
    copies.set(id, { ...copies.get(id), pictureHeight: height });
  }
  return copies;
}

/** SQLite takes so many values of a query at ease. */
const IDS_AT_ONCE = 500;

async function readHeights(
  db: Database,
  ids: readonly AssetId[],
): Promise<[AssetId, number | null][]> {
  const heights: [AssetId, number | null][] = [];
  for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
    const rows = await db
      .selectFrom('assets')
      .select(['id', sql<number | null>`json_extract(probe, '$.height')`.as('height')])
      .where('id', 'in', ids.slice(from, from + IDS_AT_ONCE))
      .execute();
    for (const { id, height } of rows) heights.push([id, height]);
  }
  return heights;
}

/** Reads what every asset is called, whatever its state. */
export async function readNames(db: Database): Promise<readonly AssetName[]> {
  return db
    .selectFrom('assets')
    .leftJoin('series', 'series.id', 'assets.series_id')
    .select([
      'assets.id',
      'assets.relative_path as relativePath',
      'assets.kind',
      'assets.title',
      'assets.year',
      'series.title as seriesTitle',
      'assets.season_number as seasonNumber',
      'assets.episode_number as episodeNumber',
      'assets.state',
    ])
    .orderBy('assets.id')
    .execute();
}
