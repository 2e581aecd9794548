import {
  isLegalAssetMove,
  type Asset,
  type AssetState,
  type Marker,
  type Series,
} from '#shared/model/asset.ts';
import type { AssetId, CollectionId } from '#shared/model/ids.ts';
import type { ProbeResult } from '#main/media/probe.ts';
import type { EpochMs } from '#shared/time/units.ts';

import { AppError } from '#shared/errors/app-error.ts';
import type { PathClass } from './classify-path.ts';
import type { IdentifiedFile } from './compare-files.ts';

/** Moves an asset along its lifecycle. `illegal-transition` for a step that does not exist. */
export function moveTo(asset: Asset, state: AssetState, at: EpochMs): Asset {
  if (asset.state === state) return asset;
  if (!isLegalAssetMove(asset.state, state)) {
    throw new AppError(
      'illegal-transition',
      `"${asset.title}" is ${asset.state} and cannot become ${state}.`,
      { field: 'state', remedy: 'Add the file again under another name to start afresh.' },
    );
  }
  const isApproved = state === 'ready' && asset.isApproved;
  return { ...asset, state, isApproved, updatedAt: at };
}

/** The asset of a file seen for the first time: `new`, or `new` with the fault `empty`. */
export function discoverAsset(
  id: AssetId,
  collectionId: CollectionId,
  file: IdentifiedFile,
  path: PathClass,
  series: Series | null,
  at: EpochMs,
): Asset {
  return {
    id,
    collectionId,
    ...fileFields(file),
    ...editorialFields(path, series),
    state: 'new',
    isApproved: false,
    ...emptyFault(file),
    durationMs: null,
    probe: null,
    loudness: null,
    markers: [],
    discoveredAt: at,
    updatedAt: at,
  };
}

/** The asset after its file's content was replaced: approval, loudness and everything probed end. */
export function reingestAsset(asset: Asset, file: IdentifiedFile, at: EpochMs): Asset {
  const enriching = moveTo(asset, 'enriching', at);
  const cleared: Asset = {
    ...enriching,
    ...fileFields(file),
    ...emptyFault(file),
    isApproved: false,
    durationMs: null,
    probe: null,
    loudness: null,
    updatedAt: at,
    markers: asset.markers.filter(({ origin }) => origin === 'manual'),
  };
  return cleared.fault === null ? cleared : moveTo(cleared, 'new', at);
}

/** What probing made of an asset that is enriching: ready, or new with the fault. */
export function applyProbe(
  asset: Asset,
  result: ProbeResult,
  approveOnImport: boolean,
  at: EpochMs,
): Asset {
  if (result.outcome === 'fault') {
    const { fault, detail } = result;
    return { ...moveTo(asset, 'new', at), fault, faultDetail: detail, updatedAt: at };
  }
  const { probe, durationMs, chapters } = result;
  if (durationMs <= 0) {
    const faultDetail = 'The file says that it lasts no time at all.';
    return { ...moveTo(asset, 'new', at), fault: 'broken', faultDetail, updatedAt: at };
  }
  const manual = asset.markers.filter(({ origin }) => origin === 'manual');
  return {
    ...moveTo(asset, 'ready', at),
    fault: null,
    faultDetail: null,
    probe,
    durationMs,
    isApproved: approveOnImport,
    markers: markersWithin([...chapters, ...manual], durationMs),
    updatedAt: at,
  };
}

/** Markers in order, cut to `[0, durationMs]`; those that begin at or after the end are left out. */
export function markersWithin(markers: readonly Marker[], durationMs: number): Marker[] {
  return markers
    .filter(({ startMs }) => startMs >= 0 && startMs < durationMs)
    .map((marker) => ({
      ...marker,
      endMs:
        marker.endMs === null ? null : Math.min(Math.max(marker.endMs, marker.startMs), durationMs),
    }))
    .sort((a, b) => a.startMs - b.startMs);
}

/** The asset at its file's new path. What was derived from the old path is derived anew; what an operator set stays. */
export function relocateAsset(
  asset: Asset,
  file: IdentifiedFile,
  before: PathClass,
  after: PathClass,
  series: Series | null,
  at: EpochMs,
): Asset {
  const derived = editorialFields(after, series);
  const keepsSeries =
    asset.seriesTitle !== null && !isSameText(asset.seriesTitle, before.seriesTitle);
  const isTagsDerived = JSON.stringify(asset.tags) === JSON.stringify(before.tags);
  return {
    ...asset,
    ...fileFields(file),
    ...clearVanished(asset),
    kind: asset.kind === before.kind ? derived.kind : asset.kind,
    title: asset.title === before.title ? derived.title : asset.title,
    year: asset.year === before.year ? derived.year : asset.year,
    seriesId: keepsSeries ? asset.seriesId : derived.seriesId,
    seriesTitle: keepsSeries ? asset.seriesTitle : derived.seriesTitle,
    seasonNumber:
      asset.seasonNumber === before.seasonNumber ? derived.seasonNumber : asset.seasonNumber,
    episodeNumber:
      asset.episodeNumber === before.episodeNumber ? derived.episodeNumber : asset.episodeNumber,
    tags: isTagsDerived ? derived.tags : asset.tags,
    updatedAt: at,
  };
}

/** The asset whose file is back, or was only touched: same content, perhaps another time. */
export function refreshAsset(asset: Asset, file: IdentifiedFile, at: EpochMs): Asset {
  return { ...asset, ...fileFields(file), ...clearVanished(asset), updatedAt: at };
}

/** The asset whose file is gone. State and approval stay; the fault makes it ineligible. */
export function vanishAsset(asset: Asset, at: EpochMs): Asset {
  return {
    ...asset,
    fault: 'vanished',
    faultDetail: `"${asset.relativePath}" is no longer in the folder.`,
    updatedAt: at,
  };
}

function clearVanished(asset: Asset): Pick<Asset, 'fault' | 'faultDetail'> {
  const isGone = asset.fault === 'vanished';
  return { fault: isGone ? null : asset.fault, faultDetail: isGone ? null : asset.faultDetail };
}

function emptyFault(file: IdentifiedFile): Pick<Asset, 'fault' | 'faultDetail'> {
  return file.sizeBytes === 0
    ? { fault: 'empty', faultDetail: 'The file is empty (0 bytes).' }
    : { fault: null, faultDetail: null };
}

function fileFields(
  file: IdentifiedFile,
): Pick<Asset, 'relativePath' | 'sizeBytes' | 'modifiedAt' | 'contentIdentity'> {
  const { relativePath, sizeBytes, modifiedAt, contentIdentity } = file;
  return { relativePath, sizeBytes, modifiedAt, contentIdentity };
}

function editorialFields(
  path: PathClass,
  series: Series | null,
): Pick<
  Asset,
  'kind' | 'title' | 'year' | 'seriesId' | 'seriesTitle' | 'seasonNumber' | 'episodeNumber' | 'tags'
> {
  const { kind, title, year, seasonNumber, episodeNumber, tags } = path;
  const seriesTitle = series?.title ?? path.seriesTitle;
  return {
    kind,
    title,
    year,
    seriesId: series?.id ?? null,
    seriesTitle,
    seasonNumber,
    episodeNumber,
    tags: [...tags],
  };
}

function isSameText(a: string, b: string | null): boolean {
  return b !== null && a.toLowerCase() === b.toLowerCase();
}
