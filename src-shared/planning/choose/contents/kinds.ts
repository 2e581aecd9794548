import { ruleOf } from '../../../model/content-kinds.ts';
import type { ContentReference } from '../../../model/plan.ts';
import type { ContentItem } from '../../../model/zone.ts';
import type { Catalog } from '../catalog.ts';
import {
  NO_ENTRY,
  rememberedPool,
  slotOfPool,
  type ContentPool,
  type PoolEntry,
} from '../content-pool.ts';
import type { RuleMoment } from '../rule-moment.ts';
import { asset } from './asset.ts';
import type { ContentKind, NamedContent } from './content-kind.ts';
import { encore } from './encore.ts';
import { list } from './list.ts';
import { virtualPackage } from './package.ts';
import { random } from './random.ts';
import { rule } from './rule.ts';
import { series } from './series.ts';

/** Every kind of content at work; its words stand in `model/content-kinds.ts`. */
const CONTENT_KINDS: { readonly [Type in ContentReference['type']]: ContentKind<Type> } = {
  series,
  asset,
  virtual_package: virtualPackage,
  list,
  rule,
  random,
  encore,
};

/** What content of the kind does; it is asked of that content alone. */
export function kindOf({ type }: Pick<ContentReference, 'type'>): ContentKind {
  return CONTENT_KINDS[type] as ContentKind;
}

/**
 * The eligible programmes that a content reference means. One per catalogue, reference and what of the moment its rule asks
 * about; without a moment whatever it may mean at some.
 */
export function poolOf(
  catalog: Catalog,
  content: ContentReference,
  moment: RuleMoment | null = null,
): ContentPool {
  const kind = kindOf(content);
  const key = kind.poolKey(content);
  const asked = ruleOf(content) ?? kind.ruleBehind?.(catalog, content) ?? null;
  const slot = `${content.type} ${slotOfPool(catalog, key, asked, moment)}`;
  return rememberedPool(catalog, slot, () =>
    kind.pool({ catalog, key, moment, entryOf: (item) => entryOf(catalog, item) }, content),
  );
}

function entryOf(catalog: Catalog, item: ContentItem): PoolEntry {
  return kindOf(item).entry?.(catalog, item) ?? NO_ENTRY;
}

/** Whether the catalogue has something eligible to air for the reference; what an encore airs, the library does not decide. */
export function isContentEligible(content: ContentReference, catalog: Catalog): boolean {
  const { isEligible } = kindOf(content);
  return isEligible
    ? isEligible(catalog, content, (item) => isContentEligible(item, catalog))
    : poolOf(catalog, content).assets.length > 0;
}

/** The assets and series that a content reference names, eligible or not, each once. */
export function namedBy(
  catalog: Pick<Catalog, 'virtualAssets'>,
  content: ContentReference,
): NamedContent {
  const { assetIds, seriesIds } = kindOf(content).named(catalog, content, (item) =>
    namedBy(catalog, item),
  );
  return { assetIds: [...new Set(assetIds)], seriesIds: [...new Set(seriesIds)] };
}
