import type { AssetId } from '#shared/model/ids.ts';

import type { PlayableAsset, PlayoutReader } from './ports.ts';

/** Assets as playout needs them, looked up once until the library changes. */
export interface PlayableAssets {
  /** `null` for a pad, and for an asset that has never been probed or whose source is gone. */
  of(assetId: AssetId | null): Promise<PlayableAsset | null>;
  /** The library has changed: files and probes are read again. */
  forget(): void;
}

export function createPlayableAssets(memory: Pick<PlayoutReader, 'playable'>): PlayableAssets {
  const known = new Map<AssetId, Promise<PlayableAsset | null>>();

  return {
    of(assetId) {
      if (assetId === null) return Promise.resolve(null);
      let found = known.get(assetId);
      if (!found) {
        found = memory.playable(assetId);
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
