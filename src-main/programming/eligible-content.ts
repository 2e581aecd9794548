import { canonicalJson } from '#shared/model/seed.ts';
import type { ContentReference } from '#shared/model/plan.ts';
import type { Catalog } from '#shared/planning/choose/catalog.ts';
import { isContentEligible } from '#shared/planning/choose/contents/kinds.ts';

/** What is played, and where. */
export interface Placed {
  readonly content: ContentReference;
  /** The row that plays it; `null` where the whole holder counts as one place. */
  readonly place: string | null;
}

/**
 * The items whose content is new in its place and has nothing that is ready and approved. What was there before may stay:
 * an edit elsewhere must not be refused because a file has gone meanwhile.
 */
export function newlyIneligible<Item>(
  catalog: Catalog,
  placedOf: (item: Item) => Placed,
  after: readonly Item[],
  before: readonly Item[],
): Item[] {
  const keyOf = (item: Item): string => {
    const { content, place } = placedOf(item);
    return canonicalJson([place, content]);
  };
  const known = new Set(before.map(keyOf));
  return after.filter(
    (item) => !known.has(keyOf(item)) && !isContentEligible(placedOf(item).content, catalog),
  );
}
