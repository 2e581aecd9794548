import PQueue from 'p-queue';

import type { AssetRepository } from '#main/store/repositories/asset-port.ts';
import type { Transactions } from '#main/store/store.ts';
import type { Asset } from '#shared/model/asset.ts';
import type { AssetId } from '#shared/model/ids.ts';

export const SAVE_BATCH = 100;

/** Saves assets in batches; of several versions of one asset in a batch only the last is written. */
export interface AssetWriter {
  /** Queues an asset; waits only when a batch is full and being written. */
  put(asset: Asset): Promise<void>;
  /** Reads assets and writes them changed, in one transaction per batch. */
  update(ids: readonly AssetId[], change: (asset: Asset) => Asset): Promise<void>;
  flush(): Promise<void>;
}

/** Where assets are written in batches. */
export type AssetTransactions = Transactions<{ readonly assets: AssetRepository }>;

/**
 * A writer for the length of one scan. An asset that the operator retired meanwhile stays retired: retirement is final.
 * `onSaved` hears of every batch.
 */
export function createAssetWriter(store: AssetTransactions, onSaved: () => void): AssetWriter {
  const pending = new Map<AssetId, Asset>();
  /** A batch that fails is its caller's to hear of; those after it are written all the same. */
  const writing = new PQueue({ concurrency: 1 });

  async function write(assets: readonly Asset[]): Promise<void> {
    if (assets.length === 0) return;
    await store.transaction(async (inner) => {
      const stored = await inner.assets.getMany(assets.map(({ id }) => id));
      const retired = new Set(
        stored.filter(({ state }) => state === 'retired').map(({ id }) => id),
      );
      await inner.assets.saveMany(assets.filter(({ id }) => !retired.has(id)));
    });
    onSaved();
  }

  function flush(): Promise<void> {
    const batch = [...pending.values()];
    pending.clear();
    return writing.add(() => write(batch));
  }

  return {
    async put(asset) {
      pending.set(asset.id, asset);
      if (pending.size >= SAVE_BATCH) await flush();
    },
    async update(ids, change) {
      await flush();
      for (let start = 0; start < ids.length; start += SAVE_BATCH) {
        const batch = ids.slice(start, start + SAVE_BATCH);
        await store.transaction(async (inner) => {
          const assets = await inner.assets.getMany(batch);
          await inner.assets.saveMany(assets.map(change));
        });
        onSaved();
      }
    },
    flush,
  };
}
