import type { AssetReader } from '#main/store/repositories/asset-port.ts';
import type { PlanReader } from '#main/store/repositories/plan-port.ts';
import type { VirtualAssetReader } from '#main/store/repositories/virtual-asset-port.ts';
import { notFound } from '#shared/errors/app-error.ts';
import type { PlanId } from '#shared/model/ids.ts';
import type { PlanFile, PortableItem } from '#shared/model/plan-file.ts';
import type { ContentItem } from '#shared/model/zone.ts';
import { itemsInPlan, portableSource, writePlanFile } from '#shared/planning/plan/plan-file.ts';
import { itemLookup } from './item-lookup.ts';
import { requirePlan } from './require-stored.ts';

/** What a plan file is written from. */
interface ExportReader {
  readonly plans: PlanReader;
  readonly assets: AssetReader;
  readonly virtualAssets: VirtualAssetReader;
}

/** A plan with names in the place of this station's ids. Throws `not-found`. */
export async function exportPlan(store: ExportReader, id: PlanId): Promise<PlanFile> {
  const plan = await requirePlan(store, id);
  const names = itemLookup<ContentItem, PortableItem>();
  for (const item of itemsInPlan(plan)) names.put(item, await nameOf(store, item));
  const labels = await store.plans.listLabels();
  const plans = await store.plans.list(plan.channelId);
  return writePlanFile(plan, {
    nameItem: (item) => names.get(item),
    nameLabel: (labelId) => labels.find((label) => label.id === labelId)?.name ?? null,
    nameSource: (of) => {
      const source = portableSource(of, plan, plans);
      if (source === null) throw notFound('assignment', of);
      return source;
    },
  });
}

async function nameOf(store: ExportReader, item: ContentItem): Promise<PortableItem> {
  if (item.type === 'series') {
    const series = await store.assets.getSeries(item.seriesId);
    if (!series) throw notFound('series', item.seriesId);
    return { type: 'series', series: series.title };
  }
  if (item.type === 'virtual_package') {
    const found = await store.virtualAssets.get(item.virtualAssetId);
    if (!found) throw notFound('virtual asset', item.virtualAssetId);
    return { type: 'virtual_package', package: found.name };
  }
  const asset = await store.assets.get(item.assetId);
  if (!asset) throw notFound('asset', item.assetId);
  const { title, kind, year, relativePath: path } = asset;
  const place = { season: asset.seasonNumber, episode: asset.episodeNumber };
  return {
    type: 'asset',
    asset: { title, kind, series: asset.seriesTitle, ...place, year, path },
  };
}
