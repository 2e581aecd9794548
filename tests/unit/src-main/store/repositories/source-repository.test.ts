import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Store } from '#main/store/store.ts';
import { Source } from '#shared/model/asset.ts';
import { AssetId, CollectionId, SourceId } from '#shared/model/ids.ts';
import { buildAsset, buildSource } from '#tests/helpers/build-asset.ts';
import { createTemporaryStore, type TemporaryStore } from '#tests/helpers/temporary-store.ts';

let temporary: TemporaryStore;
let store: Store;

beforeEach(async () => {
  temporary = await createTemporaryStore();
  store = temporary.store;
});

afterEach(async () => {
  await temporary.dispose();
});

const source = buildSource();
const other = buildSource({ id: SourceId.parse('other') });

describe('insert', () => {
  test('stores a source with its collection', async () => {
    await store.sources.insert(source);
    expect(await store.sources.get(source.id)).toEqual(source);
    expect(await store.sources.getByCollection(source.collectionId)).toEqual(source);
    expect(Source.parse(await store.sources.get(source.id))).toEqual(source);
    expect(await store.sources.get(other.id)).toBeNull();
    expect(await store.sources.getByCollection(CollectionId.parse('none'))).toBeNull();
  });

  test('refuses a folder that is a source already', async () => {
    await store.sources.insert(source);
    await expect(store.sources.insert({ ...other, path: source.path })).rejects.toMatchObject({
      code: 'already-exists',
      details: { field: 'path' },
    });
    expect(await store.sources.list()).toHaveLength(1);
  });
});

describe('list', () => {
  test('orders by name and counts the assets that are not retired', async () => {
    await store.sources.insert(source);
    await store.sources.insert(other);
    const assets = ['a', 'b', 'c'].map((id) => buildAsset({ id: AssetId.parse(id) }));
    await store.assets.saveMany(assets);
    await store.assets.retire([AssetId.parse('a')], 1);
    expect((await store.sources.list()).map(({ id, assetCount }) => [id, assetCount])).toEqual([
      ['other', 0],
      ['source', 2],
    ]);
  });
});

describe('update', () => {
  test('changes name, switch and the time of the last scan', async () => {
    await store.sources.insert(source);
    const changed = { ...source, name: 'Films', approveOnImport: false, lastScanAt: 5 };
    await store.sources.update(changed);
    expect(await store.sources.get(source.id)).toEqual(changed);
    await expect(store.sources.update(other)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('remove', () => {
  test('retires its assets but keeps them and the folder for what is frozen', async () => {
    await store.sources.insert(source);
    const asset = buildAsset();
    await store.assets.saveMany([asset]);
    await store.sources.remove(source.id);
    expect(await store.sources.list()).toEqual([]);
    expect(await store.sources.get(source.id)).toBeNull();
    expect((await store.assets.get(asset.id))?.state).toBe('retired');
    expect((await store.sources.getByCollection(source.collectionId))?.path).toBe(source.path);
    await expect(store.sources.remove(source.id)).rejects.toMatchObject({ code: 'not-found' });
  });

  test('lets the folder be added again', async () => {
    await store.sources.insert(source);
    await store.sources.remove(source.id);
    await store.sources.insert({ ...other, path: source.path });
    expect(await store.sources.list()).toHaveLength(1);
  });
});
