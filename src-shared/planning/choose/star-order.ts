import { starsOf } from '../../model/star-rating.ts';
import {
  compareProgrammes,
  type Catalog,
  type CatalogAsset,
  type ProgrammeOrderKey,
} from './catalog.ts';
import type { ContentPool } from './content-pool.ts';
import { headOf } from './multi-part.ts';

/** What the place of a programme by stars depends on. A written place has the stars; an asset has them in its tags. */
export type StarOrderKey = ProgrammeOrderKey & {
  readonly stars?: number | null | undefined;
  readonly tags?: readonly string[] | undefined;
};

/** A pool with the best rated first, then in canonical order; what has no stars comes last. */
export interface StarOrder {
  readonly assets: readonly CatalogAsset[];
  compare(a: StarOrderKey, b: StarOrderKey): number;
}

const orders = new WeakMap<ContentPool, StarOrder>();

/** The stars by which a programme takes its place: those of the first part of its episode, so that parts stay together. */
export function starsInOrder(catalog: Catalog, asset: CatalogAsset): number | null {
  return starsOf(headOf(catalog, asset).tags ?? []);
}

/** The pool by stars. One per pool, so that it is sorted once. */
export function starOrderOf(catalog: Catalog, pool: ContentPool): StarOrder {
  const known = orders.get(pool);
  if (known) return known;
  const stars = new Map<string, number | null>(
    pool.assets.map((asset) => [asset.id, starsInOrder(catalog, asset)]),
  );
  // What the rotation stands on may have left the pool; it keeps the place that its own stars give it.
  const starsAt = (key: StarOrderKey): number =>
    stars.get(key.id) ?? key.stars ?? starsOf(key.tags ?? []) ?? -1;
  const compare = (a: StarOrderKey, b: StarOrderKey): number =>
    starsAt(b) - starsAt(a) || compareProgrammes(a, b);
  const order = { assets: [...pool.assets].sort(compare), compare };
  orders.set(pool, order);
  return order;
}
