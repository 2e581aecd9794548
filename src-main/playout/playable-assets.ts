import path from 'node:path';

import type { Store } from '#main/store/store.ts';
import type { AssetId } from '#shared/model/ids.ts';

import type { PlayableAsset } from './preparer.ts';

/** Assets as playout needs them, looked up once until the library changes. */
export interface PlayableAssets {
  /** `null` for a pad, and for an asset that has never been probed or whose source is gone. */
  of(assetId: AssetId | null): Promise<PlayableAsset | null>;
  /** The library has changed: files and probes are read again. */
  forget(): void;
}

export function createPlayableAssets(store: Store): PlayableAssets {
  const known = new Map<AssetId, Promise<PlayableAsset | null>>();

  async function load(assetId: AssetId): Promise<PlayableAsset | null> {
    const asset = await store.assets.get(assetId);
    if (!asset?.probe) return null;
    const source = await store.sources.getByCollection(asset.collectionId);
    return source ? { asset, absolutePath: path.join(source.path, asset.relativePath) } : null;
  }

  return {
    of(assetId) {
      if (assetId === null) return Promise.resolve(null);
      let found = known.get(assetId);
      if (!found) {
        found = load(assetId);
        known.set(assetId, found);
        found.catch(() => known.delete(assetId));
      }
      return found;
    },
    forget() {
      known.clear();
    },
  };
}
