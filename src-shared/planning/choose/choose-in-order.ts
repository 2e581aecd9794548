import { compareNumbers, compareProgrammes, type CatalogAsset } from './catalog.ts';
import type { Choosing } from './choosing.ts';
import type { ContentPool } from './content-pool.ts';
import type { EpisodeChoice } from './episode-choice.ts';
import { firstFrom, indexAfterCursor } from './ordered-search.ts';
import { inSeason } from './season-calendar.ts';
import { starOrderOf, starsInOrder, type StarOrderKey } from './star-order.ts';

type OrderKey = StarOrderKey & { readonly year?: number | null | undefined };

function compareByYear(a: OrderKey, b: OrderKey): number {
  return compareNumbers(a.year ?? null, b.year ?? null) || compareProgrammes(a, b);
}

const sortedByYear = new WeakMap<ContentPool, readonly CatalogAsset[]>();

function assetsByYear(pool: ContentPool): readonly CatalogAsset[] {
  const known = sortedByYear.get(pool);
  if (known) return known;
  const sorted = [...pool.assets].sort(compareByYear);
  sortedByYear.set(pool, sorted);
  return sorted;
}

/** The asset after the cursor's in the order, wrapping; one that is gone keeps its place. */
export function nextInOrder(
  { catalog, rotation, pool, allowed }: Choosing,
  assets: readonly CatalogAsset[],
  cursor: string,
  compare: (a: OrderKey, b: OrderKey) => number,
): EpisodeChoice | null {
  const before = rotation.cursors[cursor] ?? null;
  const after = indexAfterCursor(catalog, rotation, cursor, assets, compare);
  const asset = firstFrom(catalog, assets, after, before, allowed);
  return (
    asset && {
      kind: 'asset',
      asset,
      cursorBefore: before,
      seed: null,
      eligibleCount: assets.length,
      rotation: { pool: pool.key, cursor },
    }
  );
}

/** The next by year, then in order. */
export function chooseByYear(choosing: Choosing): EpisodeChoice | null {
  const { pool } = choosing;
  return nextInOrder(choosing, assetsByYear(pool), `${pool.key}#chronological`, compareByYear);
}

/** The next by stars. Its stars go into the lineage, so that the place is found again when the asset is gone. */
export function chooseByStars(choosing: Choosing): EpisodeChoice | null {
  const { catalog, pool } = choosing;
  const { assets, compare } = starOrderOf(catalog, pool);
  const next = nextInOrder(choosing, assets, `${pool.key}#stars`, compare);
  if (!next?.rotation) return next;
  return { ...next, rotation: { ...next.rotation, stars: starsInOrder(catalog, next.asset) } };
}

/** What is tagged for the date, in order; on other days the ordinary order, with the cursor of that. */
export function chooseSeasonal(choosing: Choosing): EpisodeChoice | null {
  const { pool, date } = choosing;
  const seasonal = inSeason(pool.assets, date);
  const found = nextInOrder(choosing, seasonal, `${pool.key}#seasonal`, compareProgrammes);
  return found ?? nextInOrder(choosing, pool.assets, pool.key, compareProgrammes);
}
