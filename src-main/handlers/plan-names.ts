import type { PlanReader } from '#main/store/repositories/plan-port.ts';
import { type CatalogReader, readCatalog } from '#main/programming/read-catalog.ts';
import { contentKey, type PlanContentName } from '#shared/contract/plan.ts';
import type { ContentReference, Plan } from '#shared/model/plan.ts';
import type { Catalog } from '#shared/planning/choose/catalog.ts';
import { describeRule } from '#shared/planning/choose/describe-rule.ts';
import { encoreSourcesIn } from '#shared/planning/plan/encore-sources.ts';
import { rowsOfBlocks } from '#shared/planning/plan/placed-blocks.ts';
import { storedRows } from '#shared/planning/plan/plan-edits.ts';
import { isContentEligible } from '#shared/planning/validate/validate-plan.ts';

/** What names are read from. */
interface NamesReader extends CatalogReader {
  readonly plans: PlanReader;
}

/** A name for each content reference of the plan and its draft, gone content included. */
export async function namesInPlan(store: NamesReader, plan: Plan): Promise<PlanContentName[]> {
  const catalog = await readCatalog(store);
  const references = new Map<string, ContentReference>();
  const ofZones = (plan.zones ?? []).flatMap(({ items }) => items);
  const ofRows = [...storedRows(plan), ...rowsOfBlocks(plan)].map(({ content }) => content);
  for (const content of [...ofRows, ...ofZones]) references.set(contentKey(content), content);
  const names: PlanContentName[] = [];
  const plans = await store.plans.list(plan.channelId);
  const sources = encoreSourcesIn(plans);
  const contents = new Map<string, ContentReference>(
    plans.flatMap(storedRows).map(({ id, content }) => [id, content]),
  );
  for (const [key, content] of references) {
    if (content.type !== 'encore') {
      names.push({ key, ...(await nameOf(store, content, catalog)) });
      continue;
    }
    const source = sources.find(({ id }) => id === content.of);
    const played = contents.get(content.of);
    const isNamed = played !== undefined && played.type !== 'encore';
    const named = isNamed ? await nameOf(store, played, catalog) : null;
    names.push({
      key,
      title: `Encore of ${named?.title ?? source?.what ?? 'a row that is gone'}`,
      kind: named?.kind ?? 'episode',
      isEligible: source !== undefined,
    });
  }
  return names;
}

async function nameOf(
  store: NamesReader,
  content: Exclude<ContentReference, { type: 'encore' }>,
  catalog: Catalog,
): Promise<Omit<PlanContentName, 'key'>> {
  const isEligible = isContentEligible(content, catalog);
  switch (content.type) {
    case 'series': {
      const series = await store.assets.getSeries(content.seriesId);
      return { title: series?.title ?? 'Unknown series', kind: 'episode', isEligible };
    }
    case 'asset': {
      const asset = await store.assets.get(content.assetId);
      return { title: asset?.title ?? 'Unknown asset', kind: asset?.kind ?? 'movie', isEligible };
    }
    case 'virtual_package': {
      const found = catalog.virtualAssets.get(content.virtualAssetId);
      return { title: found?.name ?? 'Unknown package', kind: 'package', isEligible };
    }
    case 'list': {
      const titles: string[] = [];
      for (const item of content.items) {
        const { title } = await nameOf(store, item, catalog);
        if (!titles.includes(title)) titles.push(title);
      }
      const shown = titles.slice(0, 3).join(' · ');
      const more = titles.length > 3 ? ` · ${String(titles.length - 3)} more` : '';
      return { title: `${shown}${more}`, kind: 'episode', isEligible };
    }
    case 'rule':
    case 'random': {
      const isMovies = content.rule.kind?.length === 1 && content.rule.kind[0] === 'movie';
      const title = `${content.type === 'random' ? 'Random' : 'Rule'}: ${describeRule(content.rule)}`;
      return { title, kind: isMovies ? 'movie' : 'episode', isEligible };
    }
  }
}
