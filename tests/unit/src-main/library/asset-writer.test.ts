import { expect, test } from 'vitest';

import { createAssetWriter } from '#main/library/asset-writer.ts';
import type { Store } from '#main/store/store.ts';
import { buildAsset } from '#tests/helpers/build-asset.ts';

/** A store whose first transaction fails. */
function failingOnce(written: string[]): Store {
  let failures = 1;
  const assets = {
    getMany: () => Promise.resolve([]),
    saveMany: (list: readonly { readonly title: string }[]) => {
      written.push(...list.map(({ title }) => title));
      return Promise.resolve();
    },
  };
  return {
    transaction: (run: (store: Store) => Promise<unknown>) => {
      failures -= 1;
      if (failures >= 0) return Promise.reject(new Error('locked'));
      return run({ assets } as unknown as Store);
    },
  } as unknown as Store;
}

test('writes later batches after one that failed', async () => {
  const written: string[] = [];
  const writer = createAssetWriter(failingOnce(written), () => undefined);
  await writer.put(buildAsset({ title: 'first' }));
  await expect(writer.flush()).rejects.toThrow('locked');
  await writer.put(buildAsset({ title: 'second' }));
  await writer.flush();
  expect(written).toEqual(['second']);
});
