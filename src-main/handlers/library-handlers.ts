import type { AssetSummary } from '#shared/contract/library.ts';
import type { Handlers } from '#shared/contract/index.ts';
import { notFound } from '#shared/errors/app-error.ts';
import type { Asset } from '#shared/model/asset.ts';
import type { SourceId } from '#shared/model/ids.ts';
import { aliasIndexOf } from '#main/programming/asset-names.ts';
import type { Services } from './services.ts';

type LibraryHandlers = Pick<
  Handlers,
  | 'source.list'
  | 'source.add'
  | 'source.update'
  | 'source.move'
  | 'source.remove'
  | 'source.scan'
  | 'asset.list'
  | 'asset.show'
  | 'asset.picture'
  | 'asset.find'
  | 'asset.setApproval'
  | 'asset.retire'
  | 'series.list'
  | 'job.list'
  | 'job.cancel'
  | 'job.dismiss'
  | 'demo.create'
>;

export function libraryHandlers(services: Services): LibraryHandlers {
  const { store, clock, sources, assets, jobs } = services;
  return {
    'source.list': () => sources.list(),
    'source.add': (folder) => sources.add(folder),
    'source.update': ({ id, changes }) => sources.update(id, changes),
    'source.move': ({ id, path }) => sources.move(id, path),
    'source.remove': async ({ id }) => {
      await sources.remove(id);
      return {};
    },
    'source.scan': async ({ id }) => {
      await services.requireFfmpeg();
      return id === undefined ? sources.scanAll() : [await sources.scan(id)];
    },

    'asset.list': async (query) => {
      const { total, items } = await store.assets.list(query);
      return { total, items: items.map(presentSummary) };
    },
    'asset.show': async ({ id }) => {
      const asset = await store.assets.get(id);
      if (!asset) throw notFound('asset', id);
      const source = await store.sources.getByCollection(asset.collectionId);
      return {
        asset,
        sourcePath: source?.path ?? '',
        scheduledAirings: await store.days.countAiringsOf(id, clock.nowAt()),
      };
    },
    'asset.picture': async ({ id, atMs: wantedMs }) => {
      const { atMs, jpeg } = await services.pictures.of(id, wantedMs);
      return { atMs, url: `data:image/jpeg;base64,${Buffer.from(jpeg).toString('base64')}` };
    },
    'asset.find': async ({ names }) => {
      const index = await aliasIndexOf(store.assets);
      return names.map((name) => ({ name, matches: [...index.find(name)] }));
    },
    'asset.setApproval': async ({ ids, isApproved }) => ({
      changedIds: await assets.setApproval(ids, isApproved),
    }),
    'asset.retire': async ({ ids }) => ({ changed: await assets.retire(ids) }),
    'series.list': ({ text }) => store.assets.listSeries(text),

    'job.list': () => jobs.list(),
    'job.cancel': ({ id }) => jobs.cancel(id),
    'job.dismiss': async ({ id }) => {
      await jobs.dismiss(id);
      return {};
    },
    'demo.create': () => services.createDemo(),
  };
}

/** The probe and markers fall away when the output is checked against the contract. */
function presentSummary(asset: Asset & { sourceId: SourceId }): AssetSummary {
  return { ...asset, markerCount: asset.markers.length };
}
