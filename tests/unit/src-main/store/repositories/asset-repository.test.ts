import { z } from 'zod';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Store } from '#main/store/store.ts';
import type { AssetListQuery } from '#main/store/repositories/asset-port.ts';
import { Asset, AssetName, Series } from '#shared/model/asset.ts';
import { AssetId, CollectionId, SeriesId, SourceId } from '#shared/model/ids.ts';
import { buildAsset, buildProbe, buildSource } from '#tests/helpers/build-asset.ts';
import { createTemporaryStore, type TemporaryStore } from '#tests/helpers/temporary-store.ts';

const COLLECTION = CollectionId.parse('source-collection');
const AT = 1_800_000_000_000;
const EVERYTHING: AssetListQuery = {
  text: '',
  kinds: [],
  states: [],
  offset: 0,
  limit: 100,
  sort: 'title',
};

let temporary: TemporaryStore;
let store: Store;

beforeEach(async () => {
  temporary = await createTemporaryStore();
  store = temporary.store;
  await store.sources.insert(buildSource());
});

afterEach(async () => {
  await temporary.dispose();
});

function named(id: string, fields: Partial<Asset> = {}): Asset {
  return buildAsset({ id: AssetId.parse(id), ...fields });
}

function episode(id: string, fields: Partial<Asset> = {}): Asset {
  return named(id, {
    kind: 'episode',
    seriesId: SeriesId.parse('cheers'),
    seriesTitle: 'Cheers',
    seasonNumber: 1,
    episodeNumber: 1,
    relativePath: `Shows/Cheers/${id}.mkv`,
    ...fields,
  });
}

async function titlesOf(query: Partial<AssetListQuery>): Promise<string[]> {
  const { items } = await store.assets.list({ ...EVERYTHING, ...query });
  return items.map(({ title }) => title);
}

describe('saveMany', () => {
  test('stores assets with probe, loudness, markers and tags', async () => {
    const full = episode('full', {
      probe: buildProbe({ isInterlaced: true, audioStreamIndex: null, audioCodec: null }),
      loudness: { integratedLufs: null, truePeakDbtp: null },
      markers: [
        { kind: 'chapter', startMs: 0, endMs: 300_000, title: 'Act I', origin: 'file' },
        { kind: 'break', startMs: 300_000, endMs: null, title: null, origin: 'manual' },
      ],
      tags: ['comedy', 'bar'],
    });
    const bare = named('bare', {
      state: 'new',
      isApproved: false,
      fault: 'broken',
      faultDetail: 'It is torn.',
      contentIdentity: null,
      durationMs: null,
      loudness: null,
      year: null,
    });
    await store.assets.saveMany([full, bare]);
    const stored = await store.assets.getMany([full.id, bare.id]);
    expect(stored).toHaveLength(2);
    expect(stored).toEqual(expect.arrayContaining([full, bare]));
    expect(z.array(Asset).parse(stored)).toEqual(stored);
    expect(await store.assets.get(full.id)).toEqual(full);
    expect(await store.assets.get(AssetId.parse('none'))).toBeNull();
    expect(await store.assets.count()).toBe(2);
  });

  test('replaces known assets with their markers and tags', async () => {
    const before = named('a', {
      tags: ['old'],
      markers: [{ kind: 'chapter', startMs: 5, endMs: null, title: null, origin: 'file' }],
    });
    await store.assets.saveMany([before]);
    const after = { ...before, title: 'New', tags: [], markers: [], loudness: null };
    await store.assets.saveMany([after]);
    expect(await store.assets.get(before.id)).toEqual(after);
    expect(await store.assets.count()).toBe(1);
  });

  test('lets two files swap their paths', async () => {
    const [a, b] = [named('a'), named('b')];
    await store.assets.saveMany([a, b]);
    await store.assets.saveMany([
      { ...a, relativePath: b.relativePath },
      { ...b, relativePath: a.relativePath },
    ]);
    expect((await store.assets.get(a.id))?.relativePath).toBe(b.relativePath);
    expect((await store.assets.get(b.id))?.relativePath).toBe(a.relativePath);
  });

  test('refuses a second asset for one file and keeps nothing of that save', async () => {
    await store.assets.saveMany([named('a')]);
    const twice = store.assets.saveMany([
      named('c'),
      named('b', { relativePath: named('a').relativePath }),
    ]);
    await expect(twice).rejects.toMatchObject({
      code: 'already-exists',
      details: { field: 'relativePath' },
    });
    expect(await store.assets.count()).toBe(1);
  });

  test('refuses an approved asset that is not ready', async () => {
    const save = store.assets.saveMany([named('a', { state: 'enriching', isApproved: true })]);
    await expect(save).rejects.toMatchObject({ code: 'illegal-transition' });
  });

  test('refuses a ready asset without a duration', async () => {
    const save = store.assets.saveMany([named('a', { durationMs: null })]);
    await expect(save).rejects.toMatchObject({ code: 'invalid-input' });
  });

  test('refuses to revive a retired asset', async () => {
    const asset = named('a');
    await store.assets.saveMany([asset]);
    await store.assets.retire([asset.id], AT);
    await expect(store.assets.saveMany([asset])).rejects.toMatchObject({
      code: 'illegal-transition',
    });
    expect((await store.assets.get(asset.id))?.state).toBe('retired');
  });

  test('refuses an asset of a collection that does not exist', async () => {
    const lost = named('a', { collectionId: CollectionId.parse('nowhere') });
    await expect(store.assets.saveMany([lost])).rejects.toMatchObject({ code: 'not-found' });
  });

  test('takes file names of any kind', async () => {
    const paths = [`it's "odd"; DROP TABLE assets --.mkv`, '%_\\.mkv', '映画/👻.mkv', 'a\tb.mkv'];
    await store.assets.saveMany(
      paths.map((relativePath, index) => named(`odd-${String(index)}`, { relativePath })),
    );
    const known = await store.assets.knownFiles(COLLECTION);
    expect(known.map((file) => file.relativePath).sort()).toEqual([...paths].sort());
  });
});

describe('list', () => {
  beforeEach(async () => {
    await store.assets.saveMany([
      episode('s1e2', { title: 'Sam’s Women', episodeNumber: 2, durationMs: 1_500_000 }),
      episode('s1e10', { title: 'Endless Slumper', episodeNumber: 10 }),
      episode('s2e1', { title: 'Power Play', seasonNumber: 2, episodeNumber: 1 }),
      named('alien', { title: 'Alien', relativePath: 'Movies/100%_real.mkv', isApproved: false }),
      named('soap', { title: 'Soap', kind: 'commercial', durationMs: 30_000 }),
      named('torn', { title: 'Torn', state: 'new', isApproved: false, fault: 'broken' }),
    ]);
  });

  test('orders series by season and episode among other titles', async () => {
    expect(await titlesOf({})).toEqual([
      'Alien',
      'Sam’s Women',
      'Endless Slumper',
      'Power Play',
      'Soap',
      'Torn',
    ]);
  });

  test('orders by kind and by duration', async () => {
    expect((await titlesOf({ sort: 'kind' }))[0]).toBe('Soap');
    expect((await titlesOf({ sort: 'duration' }))[0]).toBe('Soap');
    expect((await titlesOf({ sort: 'duration' })).at(-1)).toBe('Sam’s Women');
  });

  test('finds assets in which every word occurs, in title, series or path', async () => {
    expect(await titlesOf({ text: 'cheers  POWER' })).toEqual(['Power Play']);
    expect(await titlesOf({ text: 'movies alien' })).toEqual(['Alien']);
    expect(await titlesOf({ text: 'cheers alien' })).toEqual([]);
  });

  test('takes percent signs and underscores as they are', async () => {
    expect(await titlesOf({ text: '100%_' })).toEqual(['Alien']);
    expect(await titlesOf({ text: '%' })).toEqual(['Alien']);
    expect(await titlesOf({ text: '_' })).toEqual(['Alien']);
  });

  test('filters by kind, state, series, source and what needs attention', async () => {
    expect(await titlesOf({ kinds: ['commercial'] })).toEqual(['Soap']);
    expect(await titlesOf({ states: ['new'] })).toEqual(['Torn']);
    expect(await titlesOf({ seriesId: SeriesId.parse('cheers') })).toHaveLength(3);
    expect(await titlesOf({ sourceId: SourceId.parse('other') })).toEqual([]);
    expect(await titlesOf({ sourceId: SourceId.parse('source') })).toHaveLength(6);
    expect(await titlesOf({ attention: 'fault' })).toEqual(['Torn']);
    expect(await titlesOf({ attention: 'unapproved' })).toEqual(['Alien']);
  });

  test('answers one page, the total and the source', async () => {
    const page = await store.assets.list({ ...EVERYTHING, offset: 1, limit: 2 });
    expect(page.total).toBe(6);
    expect(page.items.map(({ title }) => title)).toEqual(['Sam’s Women', 'Endless Slumper']);
    expect(page.items[0]?.sourceId).toBe('source');
    expect(page.items[0]?.seriesTitle).toBe('Cheers');
  });
});

describe('knownFiles', () => {
  test('answers every file of the collection, retired ones too', async () => {
    const [a, b] = [named('a'), named('b')];
    await store.assets.saveMany([a, b]);
    await store.assets.retire([b.id], AT);
    const known = await store.assets.knownFiles(COLLECTION);
    expect(known).toHaveLength(2);
    expect(known).toContainEqual({
      assetId: a.id,
      relativePath: a.relativePath,
      sizeBytes: a.sizeBytes,
      modifiedAt: a.modifiedAt,
      contentIdentity: a.contentIdentity,
      state: 'ready',
      fault: null,
    });
    expect(await store.assets.knownFiles(CollectionId.parse('other'))).toEqual([]);
  });
});

describe('setApproval', () => {
  test('approves and revokes, and counts what changed', async () => {
    const [a, b] = [named('a', { isApproved: false }), named('b')];
    await store.assets.saveMany([a, b]);
    expect(await store.assets.setApproval([a.id, b.id], true, AT)).toBe(1);
    expect(await store.assets.get(a.id)).toEqual({ ...a, isApproved: true, updatedAt: AT });
    expect(await store.assets.setApproval([a.id, b.id], false, AT)).toBe(2);
    expect((await store.assets.get(b.id))?.isApproved).toBe(false);
  });

  test('refuses all when one is not ready', async () => {
    const [a, b] = [
      named('a', { isApproved: false }),
      named('b', { state: 'enriching', isApproved: false }),
    ];
    await store.assets.saveMany([a, b]);
    await expect(store.assets.setApproval([a.id, b.id], true, AT)).rejects.toMatchObject({
      code: 'illegal-transition',
    });
    expect((await store.assets.get(a.id))?.isApproved).toBe(false);
  });

  test('refuses an asset that does not exist', async () => {
    const ghost = store.assets.setApproval([AssetId.parse('ghost')], true, AT);
    await expect(ghost).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('retire', () => {
  test('takes assets out of use, approval included, and counts them once', async () => {
    const asset = named('a');
    await store.assets.saveMany([asset]);
    expect(await store.assets.retire([asset.id], AT)).toBe(1);
    expect(await store.assets.retire([asset.id], AT)).toBe(0);
    expect(await store.assets.get(asset.id)).toMatchObject({ state: 'retired', isApproved: false });
  });
});

describe('names', () => {
  test('tells what every asset is called, retired ones too, and asks anew after a change', async () => {
    const ready = named('ready');
    await store.assets.saveMany([ready, named('old', { state: 'retired', isApproved: false })]);
    const names = await store.assets.names();
    expect(names.map(({ id, state }) => `${id} ${state}`)).toEqual(['old retired', 'ready ready']);
    expect(names[1]).toEqual(AssetName.parse(ready));
    expect(await store.assets.names()).toBe(names);
    await store.assets.saveMany([{ ...ready, title: 'Renamed' }]);
    expect((await store.assets.names())[1]?.title).toBe('Renamed');
  });
});

describe('catalog', () => {
  test('holds only assets that are ready, approved and present', async () => {
    await store.assets.saveMany([
      named('good'),
      named('unapproved', { isApproved: false }),
      named('enriching', { state: 'enriching', isApproved: false }),
      named('vanished', { fault: 'vanished' }),
      named('retired', { state: 'retired', isApproved: false }),
    ]);
    expect((await store.assets.catalog()).map(({ id }) => id)).toEqual(['good']);
  });

  test('gives breakpoints inside the content, ascending and once each', async () => {
    const marker = (startMs: number, kind: 'chapter' | 'break' = 'chapter') =>
      ({ kind, startMs, endMs: null, title: null, origin: 'file' }) as const;
    const asset = episode('a', {
      durationMs: 1_000_000,
      markers: [0, 600_000, 300_000, 300_000, 1_000_000].map((ms) => marker(ms)),
    });
    const withBreak = { ...asset, markers: [...asset.markers, marker(450_000, 'break')] };
    await store.assets.saveMany([withBreak]);
    expect(await store.assets.catalog()).toEqual([
      {
        id: 'a',
        addedAt: asset.discoveredAt,
        contentIdentity: 'identity-a',
        kind: 'episode',
        title: 'Title a',
        seriesId: 'cheers',
        seriesTitle: 'Cheers',
        seasonNumber: 1,
        episodeNumber: 1,
        year: 1984,
        durationMs: 1_000_000,
        breakpointsMs: [300_000, 450_000, 600_000],
        integratedLufs: -20,
        truePeakDbtp: -1,
        source: 'Folder source',
      },
    ]);
  });

  test('says of copies of one work how high they are, and which of them may not air', async () => {
    const film = { title: 'Rope', year: 1948 };
    await store.assets.saveMany([
      named('high', { ...film, probe: buildProbe({ height: 1_080 }) }),
      named('low', { ...film, probe: buildProbe({ height: 480 }) }),
      named('gone', { ...film, fault: 'vanished', discoveredAt: AT - 1 }),
      named('other', { title: 'Rope', year: 1958 }),
    ]);
    const unavailableCopies = [{ id: 'gone', addedAt: AT - 1 }];
    const catalog = await store.assets.catalog();
    const byId = new Map<string, object>(catalog.map((asset) => [asset.id, asset]));
    expect([...byId.keys()].sort()).toEqual(['high', 'low', 'other']);
    expect(byId.get('high')).toMatchObject({ pictureHeight: 1_080, unavailableCopies });
    expect(byId.get('low')).toMatchObject({ pictureHeight: 480, unavailableCopies });
    expect(byId.get('other')).not.toHaveProperty('pictureHeight');
    expect(byId.get('other')).not.toHaveProperty('unavailableCopies');
  });

  test('is the same list until the library changes', async () => {
    const asset = named('a');
    await store.assets.saveMany([asset]);
    const first = await store.assets.catalog();
    await store.settings.setFact('something', 'else');
    expect(await store.assets.catalog()).toBe(first);
    await store.assets.setApproval([asset.id], false, AT);
    expect(await store.assets.catalog()).toEqual([]);
    await store.assets.setApproval([asset.id], true, AT);
    expect(await store.assets.catalog()).toHaveLength(1);
    await store.assets.retire([asset.id], AT);
    expect(await store.assets.catalog()).toEqual([]);
  });

  test('notices what another connection writes', async () => {
    expect(await store.assets.catalog()).toEqual([]);
    const other = await temporary.reopen();
    await other.assets.saveMany([named('a')]);
    expect(await store.assets.catalog()).toHaveLength(1);
  });

  test('loses the assets of a source that is removed', async () => {
    await store.assets.saveMany([named('a')]);
    expect(await store.assets.catalog()).toHaveLength(1);
    await store.sources.remove(SourceId.parse('source'));
    expect(await store.assets.catalog()).toEqual([]);
  });
});

describe('withoutLoudness', () => {
  test('answers ready assets that were not measured, oldest first', async () => {
    await store.assets.saveMany([
      named('late', { loudness: null, discoveredAt: 3 }),
      named('early', { loudness: null, discoveredAt: 1 }),
      named('silent', { loudness: { integratedLufs: null, truePeakDbtp: null } }),
      named('new', { loudness: null, state: 'new', isApproved: false }),
      named('gone', { loudness: null, fault: 'vanished' }),
    ]);
    const ids = (limit: number) =>
      store.assets.withoutLoudness(limit).then((assets) => assets.map(({ id }) => id));
    expect(await ids(10)).toEqual(['early', 'late']);
    expect(await ids(1)).toEqual(['early']);
  });
});

describe('listSeries', () => {
  test('counts episodes and those that may air, retired ones left out', async () => {
    await store.assets.saveMany([
      episode('a'),
      episode('b', { isApproved: false }),
      episode('c', { state: 'retired', isApproved: false }),
      episode('m', { seriesId: SeriesId.parse('mash'), seriesTitle: 'M*A*S*H' }),
    ]);
    await store.assets.seriesByTitle('Empty');
    const series = await store.assets.listSeries('');
    expect(z.array(Series).parse(series)).toEqual(series);
    expect(series).toMatchObject([
      { id: 'cheers', title: 'Cheers', episodeCount: 2, eligibleEpisodeCount: 1 },
      { title: 'Empty', episodeCount: 0, eligibleEpisodeCount: 0 },
      { id: 'mash', title: 'M*A*S*H', episodeCount: 1, eligibleEpisodeCount: 1 },
    ]);
    expect((await store.assets.listSeries('s*h M*')).map(({ id }) => id)).toEqual(['mash']);
    expect(await store.assets.getSeries(SeriesId.parse('mash'))).toEqual(series[2]);
    expect(await store.assets.getSeries(SeriesId.parse('none'))).toBeNull();
  });
});

describe('seriesByTitle', () => {
  test('makes a series once, whatever the case', async () => {
    const made = await store.assets.seriesByTitle(' Cheers ');
    expect(made).toMatchObject({ title: 'Cheers', episodeCount: 0 });
    expect(await store.assets.seriesByTitle('CHEERS')).toEqual(made);
    expect(await store.assets.listSeries('')).toHaveLength(1);
  });
});
