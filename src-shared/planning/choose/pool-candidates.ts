import type { EpochMs } from '../../time/units.ts';
import { airedAfter, type AiringHistory } from './airing-history.ts';
import type { Catalog, CatalogAsset } from './catalog.ts';
import type { ContentPool } from './content-pool.ts';
import { workIdOf } from './copies.ts';

/** What may be drawn, in the pool's order, without a list of it. */
export interface Candidates {
  readonly count: number;
  at(index: number): CatalogAsset | undefined;
}

/** Everything but what aired after `restsFrom`; `null`: everything. Counts what rests instead of asking the whole pool. */
export function candidatesOf(
  catalog: Catalog,
  pool: ContentPool,
  history: AiringHistory,
  restsFrom: EpochMs | null,
): Candidates {
  const resting: number[] = [];
  const places = placesIn(catalog, pool);
  for (const id of restsFrom === null ? [] : airedAfter(history, restsFrom)) {
    const place = places.get(id);
    if (place !== undefined) resting.push(place);
  }
  resting.sort((a, b) => a - b);
  return {
    count: pool.assets.length - resting.length,
    at(index) {
      let place = index;
      for (const each of resting) {
        if (each > place) break;
        place += 1;
      }
      return pool.assets[place];
    },
  };
}

/** Where each work stands in the pool. */
const placesByPool = new WeakMap<ContentPool, ReadonlyMap<string, number>>();

function placesIn(catalog: Catalog, pool: ContentPool): ReadonlyMap<string, number> {
  const known = placesByPool.get(pool);
  if (known) return known;
  const made = new Map(pool.assets.map(({ id }, index) => [workIdOf(catalog, id), index]));
  placesByPool.set(pool, made);
  return made;
}
