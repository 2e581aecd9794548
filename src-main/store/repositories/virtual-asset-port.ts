import type { VirtualAssetId } from '#shared/model/ids.ts';
import type { VirtualAsset } from '#shared/model/virtual-asset.ts';

/** Reads packages. */
export interface VirtualAssetReader {
  /** By name. */
  list(): Promise<VirtualAsset[]>;
  get(id: VirtualAssetId): Promise<VirtualAsset | null>;
}

/** Changes packages. */
export interface VirtualAssetWriter {
  insert(virtualAsset: VirtualAsset): Promise<void>;
  /** Replaces the one whose version is `version - 1`; `stale-version` otherwise. */
  update(virtualAsset: VirtualAsset): Promise<void>;
  /** Days and plans are not asked; whoever deletes does. */
  delete(id: VirtualAssetId): Promise<void>;
}

export interface VirtualAssetRepository extends VirtualAssetReader, VirtualAssetWriter {}
