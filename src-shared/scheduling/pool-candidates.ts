import type { EpochMs } from '../time/units.ts';
import { airedAfter, type LastAired } from './airing-order.ts';
import type { CatalogAsset } from './catalog.ts';
import type { ContentPool } from './content-pool.ts';
import type { Rotation } from './rotation.ts';

/** What may be drawn, in the pool's order, without a list of it. */
export interface Candidates {
  readonly count: number;
  at(index: number): CatalogAsset | undefined;
}

/** Everything but what aired after `restsFrom`; `null`: everything. Counts what rests instead of asking the whole pool. */
export function candidatesOf(
  pool: ContentPool,
  lastAired: LastAired,
  restsFrom: EpochMs | null,
): Candidates {
  const resting =
    restsFrom === null
      ? []
      : airedAfter(lastAired, restsFrom)
          .flatMap((id) => placesIn(pool).get(id) ?? [])
          .sort((a, b) => a - b);
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

/** Where each asset stands in the pool. */
const places = new WeakMap<ContentPool, ReadonlyMap<string, number>>();

function placesIn(pool: ContentPool): ReadonlyMap<string, number> {
  const known = places.get(pool);
  if (known) return known;
  const made = new Map(pool.assets.map(({ id }, index) => [id, index]));
  places.set(pool, made);
  return made;
}

/** Before this index of the heads all has aired; while a day is resolved it only grows. */
const airedHeads = new WeakMap<Rotation, WeakMap<readonly CatalogAsset[], number>>();

/** The first of the assets that the history does not know. */
export function firstUnaired(
  rotation: Rotation,
  heads: readonly CatalogAsset[],
): CatalogAsset | null {
  const known = airedHeads.get(rotation) ?? new WeakMap<readonly CatalogAsset[], number>();
  airedHeads.set(rotation, known);
  let index = known.get(heads) ?? 0;
  for (; index < heads.length; index += 1) {
    const asset = heads[index];
    if (asset && rotation.lastAired[asset.id] === undefined) break;
  }
  known.set(heads, index);
  return heads[index] ?? null;
}
