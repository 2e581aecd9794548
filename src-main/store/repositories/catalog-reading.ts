import type { AssetName } from '#shared/model/asset.ts';
import type { AssetId } from '#shared/model/ids.ts';
import type { CatalogAsset } from '#shared/planning/choose/catalog.ts';

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
  return rows.map((row) => ({
    ...row,
    ...(tags.has(row.id) ? { tags: tags.get(row.id) ?? [] } : {}),
    breakpointsMs: [...new Set(breakpoints.get(row.id))].sort((a, b) => a - b),
  }));
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
