import type { AssetId } from '../../model/ids.ts';
import type { CursorPlace } from '../../model/schedule-day.ts';
import type { Catalog, CatalogAsset } from './catalog.ts';
import { workIdOf } from './copies.ts';
import type { Rotation } from './rotation.ts';
import { firstIndexWhere } from '../../time/bisect.ts';

type Compare<Item, Key> = (item: Item, key: Key) => number;

/** Which lists have been found in order, by the comparison; lists are never changed. */
const known = new WeakMap<object, WeakMap<object, boolean>>();

function isInOrder<Item extends Key, Key>(
  list: readonly Item[],
  compare: Compare<Item, Key>,
): boolean {
  const byCompare = known.get(list) ?? new WeakMap<object, boolean>();
  known.set(list, byCompare);
  const answer =
    byCompare.get(compare) ??
    list.every((item, index) => {
      const before = list[index - 1];
      return before === undefined || compare(before, item) <= 0;
    });
  byCompare.set(compare, answer);
  return answer;
}

/**
 * The index of the first item that comes after the key, -1 for none, as `findIndex` would answer it. A list in order is asked at a
 * few places only; another one, such as programmes with interstitials behind them, from its beginning.
 */
export function indexAfter<Item extends Key, Key>(
  list: readonly Item[],
  key: Key,
  compare: Compare<Item, Key>,
): number {
  if (!isInOrder(list, compare)) return list.findIndex((item) => compare(item, key) > 0);
  const first = firstIndexWhere(list, (item) => compare(item, key) > 0);
  return first < list.length ? first : -1;
}

/**
 * The index at which a list in order goes on after what the cursor names, 0 where it names nothing that has a place, or the last one.
 * What is gone, or `belongs` no longer, keeps the place that it had.
 */
export function indexAfterCursor(
  { byId }: Pick<Catalog, 'byId'>,
  { cursors, places }: Pick<Rotation, 'cursors' | 'places'>,
  cursor: string,
  list: readonly CatalogAsset[],
  compare: Compare<CursorPlace & { readonly id: AssetId }, CursorPlace & { readonly id: AssetId }>,
  belongs: (asset: CatalogAsset) => boolean = () => true,
): number {
  const before = cursors[cursor];
  if (before === undefined) return 0;
  const asset = byId.get(before);
  const place = asset && belongs(asset) ? asset : places[cursor];
  return place ? Math.max(indexAfter(list, { ...place, id: before }, compare), 0) : 0;
}

/**
 * The first asset of the list that is allowed, from the index on and round; another copy of what aired last only when there is
 * nothing else.
 */
export function firstFrom(
  catalog: Pick<Catalog, 'works'>,
  list: readonly CatalogAsset[],
  first: number,
  last: AssetId | null,
  allowed: (asset: CatalogAsset) => boolean,
): CatalogAsset | null {
  const lastWork = last === null ? null : workIdOf(catalog, last);
  let again: CatalogAsset | null = null;
  for (let step = 0; step < list.length; step += 1) {
    const asset = list[(first + step) % list.length];
    if (!asset || !allowed(asset)) continue;
    if (workIdOf(catalog, asset.id) !== lastWork) return asset;
    again ??= asset;
  }
  return again;
}
