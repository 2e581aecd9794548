import type { AssetSummary } from '#shared/contract/library.ts';
import type { Handlers } from '#shared/contract/index.ts';
import { AppError, notFound } from '#shared/errors/app-error.ts';
import type { Asset } from '#shared/model/asset.ts';
import type { AssetId, SourceId } from '#shared/model/ids.ts';
import { mentioned } from './changes.ts';
import type { Services } from './services.ts';

type LibraryHandlers = Pick<
  Handlers,
  | 'source.list'
  | 'source.add'
  | 'source.update'
  | 'source.remove'
  | 'source.scan'
  | 'asset.list'
  | 'asset.show'
  | 'asset.setApproval'
  | 'asset.retire'
  | 'series.list'
  | 'job.list'
  | 'job.cancel'
  | 'job.dismiss'
  | 'demo.create'
>;

export function libraryHandlers({ store, clock, events, library }: Services): LibraryHandlers {
  async function requireSource(id: SourceId) {
    const source = await store.sources.get(id);
    if (!source) throw notFound('source', id);
    return source;
  }

  async function requireAssets(ids: readonly AssetId[]): Promise<Asset[]> {
    const assets = await store.assets.getMany(ids);
    const missing = ids.find((id) => !assets.some((asset) => asset.id === id));
    if (missing !== undefined) throw notFound('asset', missing);
    return assets;
  }

  return {
    'source.list': () => store.sources.list(),
    'source.add': async (folder) => {
      const source = await library.addFolder(folder);
      events.emit('sources.changed', {});
      return source;
    },
    'source.update': async ({ id, changes }) => {
      const source = { ...(await requireSource(id)), ...mentioned(changes) };
      await store.sources.update(source);
      events.emit('sources.changed', {});
      return source;
    },
    'source.remove': async ({ id }) => {
      await requireSource(id);
      await library.removeSource(id);
      events.emit('sources.changed', {});
      events.emit('library.changed', {});
      return {};
    },
    'source.scan': async ({ id }) =>
      library.scan(id === undefined ? await store.sources.list() : [await requireSource(id)]),

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
    'asset.setApproval': async ({ ids, isApproved }) => {
      for (const asset of await requireAssets(ids)) {
        if (asset.state !== 'ready') {
          throw new AppError(
            'illegal-transition',
            `"${asset.title}" is ${asset.state}; only ready assets can be approved or revoked.`,
            { field: 'ids', remedy: 'Wait until the scan has finished, or mend the file.' },
          );
        }
      }
      const changed = await store.assets.setApproval(ids, isApproved, clock.nowAt());
      events.emit('library.changed', {});
      return { changed };
    },
    'asset.retire': async ({ ids }) => {
      await requireAssets(ids);
      const changed = await store.assets.retire(ids, clock.nowAt());
      events.emit('library.changed', {});
      return { changed };
    },
    'series.list': ({ text }) => store.assets.listSeries(text),

    'job.list': () => library.listJobs(),
    'job.cancel': ({ id }) => library.cancelJob(id),
    'job.dismiss': async ({ id }) => {
      await library.dismissJob(id);
      return {};
    },
    'demo.create': () => library.createDemo(),
  };
}

/** The probe and markers fall away when the output is checked against the contract. */
function presentSummary(asset: Asset & { sourceId: SourceId }): AssetSummary {
  return { ...asset, markerCount: asset.markers.length };
}
