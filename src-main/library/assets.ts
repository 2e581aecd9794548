import type { MasterClock } from '#main/clock/master-clock.ts';
import type { AssetRepository } from '#main/store/repositories/asset-port.ts';
import { AppError, notFound } from '#shared/errors/app-error.ts';
import { isLegalAssetMove, type Asset } from '#shared/model/asset.ts';
import type { AssetId } from '#shared/model/ids.ts';

import type { AssetTransactions } from './asset-writer.ts';

/** What an operator decides about assets. */
export interface Assets {
  /**
   * Allows or forbids broadcasting; what is frozen already stays, the next planning heeds it. All or none:
   * `not-found`, or `illegal-transition` when one is not ready. Answers those that changed.
   */
  setApproval(ids: readonly AssetId[], isApproved: boolean): Promise<AssetId[]>;
  /** Takes assets out of use for good; those that are retired already are passed over. Answers how many changed. */
  retire(ids: readonly AssetId[]): Promise<number>;
}

export function createAssets(dependencies: {
  readonly store: AssetTransactions;
  readonly clock: MasterClock;
  readonly onLibraryChanged: () => void;
}): Assets {
  const { store, clock, onLibraryChanged } = dependencies;

  async function change(
    ids: readonly AssetId[],
    affectedBy: (assets: readonly Asset[]) => readonly Asset[],
    apply: (inner: AssetRepository, ids: readonly AssetId[]) => Promise<unknown>,
  ): Promise<AssetId[]> {
    const unique = [...new Set(ids)];
    const changed = await store.transaction(async (inner) => {
      const assets = await inner.assets.getMany(unique);
      const found = new Set(assets.map(({ id }) => id));
      const missing = unique.find((id) => !found.has(id));
      if (missing !== undefined) throw notFound('asset', missing);
      const affected = affectedBy(assets).map(({ id }) => id);
      if (affected.length > 0) await apply(inner.assets, affected);
      return affected;
    });
    if (changed.length > 0) onLibraryChanged();
    return changed;
  }

  return {
    setApproval: (ids, isApproved) =>
      change(
        ids,
        (assets) => {
          const unready = assets.find(({ state }) => state !== 'ready');
          if (unready) throw notReady(unready);
          return assets.filter((asset) => asset.isApproved !== isApproved);
        },
        (inner, affected) => inner.setApproval(affected, isApproved, clock.nowAt()),
      ),
    async retire(ids) {
      const retired = await change(
        ids,
        (assets) => assets.filter(({ state }) => isLegalAssetMove(state, 'retired')),
        (inner, affected) => inner.retire(affected, clock.nowAt()),
      );
      return retired.length;
    },
  };
}

function notReady(asset: Asset): AppError {
  return new AppError('illegal-transition', `"${asset.title}" is ${asset.state}, not ready.`, {
    field: 'ids',
    assetId: asset.id,
    remedy:
      asset.state === 'retired'
        ? 'A retired asset stays out of use.'
        : (asset.faultDetail ?? 'Wait until the scan has read the file.'),
  });
}
