import { AssetProbe, type Asset, type Marker } from '#shared/model/asset.ts';
import type { AssetId } from '#shared/model/ids.ts';

import { fromFlag, readJson, toFlag } from '../column-values.ts';
import { chunksOf, type Database } from '../database.ts';
import type { AssetMarkerRow, AssetRow, AssetTagRow } from '../tables/library-tables.ts';

/** Ids in one `IN (…)`, well below SQLite's limit of parameters. */
const IDS_AT_ONCE = 5_000;

export type JoinedAssetRow = AssetRow & { series_title: string | null };

export function toAssetRow(asset: Asset): Omit<AssetRow, 'approved_before_removal'> {
  const searched = [asset.title, asset.seriesTitle ?? '', asset.relativePath];
  return {
    id: asset.id,
    collection_id: asset.collectionId,
    relative_path: asset.relativePath,
    size_bytes: asset.sizeBytes,
    modified_at: asset.modifiedAt,
    content_identity: asset.contentIdentity,
    kind: asset.kind,
    title: asset.title,
    year: asset.year,
    series_id: asset.seriesId,
    season_number: asset.seasonNumber,
    episode_number: asset.episodeNumber,
    state: asset.state,
    is_approved: toFlag(asset.isApproved),
    fault: asset.fault,
    fault_detail: asset.faultDetail,
    duration_ms: asset.durationMs,
    probe: asset.probe === null ? null : JSON.stringify(asset.probe),
    is_loudness_measured: toFlag(asset.loudness !== null),
    integrated_lufs: asset.loudness?.integratedLufs ?? null,
    true_peak_dbtp: asset.loudness?.truePeakDbtp ?? null,
    search_text: searched.join('\n').normalize('NFC').toLowerCase(),
    sort_key: (asset.seriesTitle ?? asset.title).normalize('NFC').toLowerCase(),
    discovered_at: asset.discoveredAt,
    updated_at: asset.updatedAt,
  };
}

export function toMarkerRows(asset: Asset): AssetMarkerRow[] {
  return asset.markers.map((marker, index) => ({
    asset_id: asset.id,
    marker_index: index,
    kind: marker.kind,
    start_ms: marker.startMs,
    end_ms: marker.endMs,
    title: marker.title,
    origin: marker.origin,
  }));
}

export function toTagRows(asset: Asset): AssetTagRow[] {
  return asset.tags.map((tag, index) => ({ asset_id: asset.id, tag_index: index, tag }));
}

function toMarker(row: AssetMarkerRow): Marker {
  return {
    kind: row.kind,
    startMs: row.start_ms,
    endMs: row.end_ms,
    title: row.title,
    origin: row.origin,
  };
}

function toAsset(row: JoinedAssetRow, markers: Marker[], tags: string[]): Asset {
  return {
    id: row.id,
    collectionId: row.collection_id,
    relativePath: row.relative_path,
    sizeBytes: row.size_bytes,
    modifiedAt: row.modified_at,
    contentIdentity: row.content_identity,
    kind: row.kind,
    title: row.title,
    year: row.year,
    seriesId: row.series_id,
    seriesTitle: row.series_title,
    seasonNumber: row.season_number,
    episodeNumber: row.episode_number,
    state: row.state,
    isApproved: fromFlag(row.is_approved),
    fault: row.fault,
    faultDetail: row.fault_detail,
    durationMs: row.duration_ms,
    probe: row.probe === null ? null : readJson(AssetProbe, row.probe, 'assets.probe'),
    loudness: fromFlag(row.is_loudness_measured)
      ? { integratedLufs: row.integrated_lufs, truePeakDbtp: row.true_peak_dbtp }
      : null,
    markers,
    tags,
    discoveredAt: row.discovered_at,
    updatedAt: row.updated_at,
  };
}

/** Appends to the list under the key, which is made when there is none. */
export function appendTo<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** Makes assets of rows, fetching the markers and tags of all of them at once; the order is kept. */
export async function toAssets(db: Database, rows: readonly JoinedAssetRow[]): Promise<Asset[]> {
  const markers = new Map<AssetId, Marker[]>();
  const tags = new Map<AssetId, string[]>();
  for (const chunk of chunksOf(rows, IDS_AT_ONCE)) {
    const ids = chunk.map((row) => row.id);
    const markerRows = await db
      .selectFrom('asset_markers')
      .selectAll()
      .where('asset_id', 'in', ids)
      .orderBy('asset_id')
      .orderBy('marker_index')
      .execute();
    for (const row of markerRows) appendTo(markers, row.asset_id, toMarker(row));
    const tagRows = await db
      .selectFrom('asset_tags')
      .selectAll()
      .where('asset_id', 'in', ids)
      .orderBy('asset_id')
      .orderBy('tag_index')
      .execute();
    for (const row of tagRows) appendTo(tags, row.asset_id, row.tag);
  }
  return rows.map((row) => toAsset(row, markers.get(row.id) ?? [], tags.get(row.id) ?? []));
}

/** The query of all assets with the titles of their series. */
export function selectAssets(db: Database) {
  return db
    .selectFrom('assets')
    .leftJoin('series', 'series.id', 'assets.series_id')
    .selectAll('assets')
    .select('series.title as series_title');
}

/** The assets of these ids; those that do not exist are left out. */
export async function readAssets(db: Database, ids: readonly AssetId[]): Promise<Asset[]> {
  const rows: JoinedAssetRow[] = [];
  for (const chunk of chunksOf(ids, IDS_AT_ONCE)) {
    rows.push(...(await selectAssets(db).where('assets.id', 'in', chunk).execute()));
  }
  return toAssets(db, rows);
}
