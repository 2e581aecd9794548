import type { Asset, AssetName, AssetState, Series, Source } from '#shared/model/asset.ts';
import type { AssetId, CollectionId, SeriesId, SourceId } from '#shared/model/ids.ts';
import type { CatalogAsset } from '#shared/planning/choose/catalog.ts';
import type { EpochMs } from '#shared/time/units.ts';

/** What a rescan needs to know of a file to leave it alone. */
export interface KnownFile {
  readonly assetId: AssetId;
  readonly relativePath: string;
  readonly sizeBytes: number;
  readonly modifiedAt: EpochMs;
  readonly contentIdentity: string | null;
  readonly state: AssetState;
  readonly fault: Asset['fault'];
}

/** A file of a source that was removed. */
export interface OrphanedFile extends KnownFile {
  /** The source that it belonged to. */
  readonly source: Source;
}

/** A page of the library list; see the contract's `asset.list`. */
export interface AssetListQuery {
  readonly text: string;
  readonly kinds: readonly Asset['kind'][];
  readonly states: readonly AssetState[];
  readonly sourceId?: SourceId | undefined;
  readonly seriesId?: SeriesId | undefined;
  readonly attention?: 'fault' | 'unapproved' | undefined;
  /** Only assets whose file is there, or only those whose file is gone. */
  readonly isPresent?: boolean | undefined;
  readonly offset: number;
  readonly limit: number;
  readonly sort: 'title' | 'kind' | 'duration' | 'discovered';
}

/** Reads assets and series. */
export interface AssetReader {
  get(id: AssetId): Promise<Asset | null>;
  getMany(ids: readonly AssetId[]): Promise<Asset[]>;
  list(
    query: AssetListQuery,
  ): Promise<{ total: number; items: (Asset & { sourceId: SourceId })[] }>;
  count(): Promise<number>;
  /** Every file known in a collection, retired ones included. Fast: a rescan of 20,000 reads this once. */
  knownFiles(collectionId: CollectionId): Promise<KnownFile[]>;
  /** Assets that were retired with their source and have one of these contents. */
  orphans(contentIdentities: readonly string[]): Promise<OrphanedFile[]>;
  /** The eligible assets, as the planner wants them. Cached until something in the library changes. */
  catalog(): Promise<readonly CatalogAsset[]>;
  /** What every asset is called, whatever its state. Cached as the catalogue is. */
  names(): Promise<readonly AssetName[]>;
  /** Ready assets whose loudness is unknown, oldest first. */
  withoutLoudness(limit: number): Promise<Asset[]>;
  listSeries(text: string): Promise<Series[]>;
  getSeries(id: SeriesId): Promise<Series | null>;
}

/** Changes assets and series. */
export interface AssetWriter {
  /**
   * Brings assets that were retired with their source back into a collection, at new paths, as they were before: ready
   * where they had been probed, approved where they had been. Others are left as they are.
   */
  adopt(
    collectionId: CollectionId,
    places: readonly { readonly assetId: AssetId; readonly relativePath: string }[],
    at: EpochMs,
  ): Promise<void>;
  /** Writes many, with their markers and tags, in one transaction. New ids are inserted, known ones replaced. */
  saveMany(assets: readonly Asset[]): Promise<void>;
  /** Approves or revokes; `illegal-transition` when one is not ready. Answers how many changed. */
  setApproval(ids: readonly AssetId[], isApproved: boolean, at: EpochMs): Promise<number>;
  retire(ids: readonly AssetId[], at: EpochMs): Promise<number>;
  /** The series of this title (any case), made when there is none. */
  seriesByTitle(title: string): Promise<Series>;
  /** Gives the series another title; it stays the same series. `already-exists` when another one has it. */
  renameSeries(id: SeriesId, title: string): Promise<void>;
}

export interface AssetRepository extends AssetReader, AssetWriter {}
