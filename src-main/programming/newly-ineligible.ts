import { canonicalJson } from '#shared/model/seed.ts';
import type { ContentReference } from '#shared/model/plan.ts';
import type { Catalog } from '#shared/planning/choose/catalog.ts';
import { isContentEligible } from '#shared/planning/validate/validate-plan.ts';

/**
 * The items whose content is new and has nothing that is ready and approved. What was there before may stay: an edit
 * elsewhere must not be refused because a file has gone meanwhile.
 */
export function newlyIneligible<Item>(
  catalog: Catalog,
  contentOf: (item: Item) => ContentReference,
  after: readonly Item[],
  before: readonly Item[],
): Item[] {
  const known = new Set(before.map((item) => canonicalJson(contentOf(item))));
  return after.filter(
    (item) =>
      !known.has(canonicalJson(contentOf(item))) && !isContentEligible(contentOf(item), catalog),
  );
}
