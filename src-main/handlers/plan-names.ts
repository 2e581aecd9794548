import type { PlanReader } from '#main/store/repositories/plan-port.ts';
import { type CatalogReader, readCatalog } from '#main/programming/read-catalog.ts';
import { contentKey, type PlanContentName } from '#shared/contract/plan.ts';
import type { ContentReference, Plan } from '#shared/model/plan.ts';
import type { ContentNames } from '#shared/planning/choose/contents/content-kind.ts';
import { isContentEligible, kindOf } from '#shared/planning/choose/contents/kinds.ts';
import { encoreSourcesIn } from '#shared/planning/plan/encore-sources.ts';
import { rowsOfBlocks } from '#shared/planning/plan/placed-blocks.ts';
import { storedRows } from '#shared/planning/plan/plan-edits.ts';

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
  const known: ContentNames = {
    series: async (id) => (await store.assets.getSeries(id))?.title ?? null,
    asset: (id) => store.assets.get(id),
    package: (id) => catalog.virtualAssets.get(id)?.name ?? null,
    content: (content) => kindOf(content).name(content, known),
    source(of) {
      const what = sources.find(({ id }) => id === of)?.what ?? null;
      const played = contents.get(of) ?? null;
      return { what, content: played?.type === 'encore' ? null : played };
    },
  };
  for (const [key, content] of references) {
    const { title, kind } = await known.content(content);
    const isEligible =
      content.type === 'encore'
        ? sources.some(({ id }) => id === content.of)
        : isContentEligible(content, catalog);
    names.push({ key, title, kind, isEligible });
  }
  return names;
}
