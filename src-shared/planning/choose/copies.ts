import type { AssetId } from '../../model/ids.ts';
import type { EpochMs } from '../../time/units.ts';
import type { Catalog, CatalogAsset } from './catalog.ts';

/** The id by which rotations know the work of the asset; its own where it is the only copy. */
export function workIdOf({ works }: Pick<Catalog, 'works'>, id: AssetId): AssetId {
  return works.get(id)?.id ?? id;
}

/** Whether both are copies of one work. */
export function isOneWork(catalog: Pick<Catalog, 'works'>, a: AssetId, b: AssetId): boolean {
  return workIdOf(catalog, a) === workIdOf(catalog, b);
}

/** What airs where an asset is named: itself, or where it may not air the best copy of the same work that may. */
export function eligibleCopy(
  { byId, works }: Pick<Catalog, 'byId' | 'works'>,
  id: AssetId,
): CatalogAsset | undefined {
  return byId.get(id) ?? works.get(id)?.copies[0];
}

/** When each copy's work aired last, whichever of its copies it was, of what is said of the copies. */
export function airedAsWorks(
  { works }: Pick<Catalog, 'works'>,
  lastAired: ReadonlyMap<AssetId, EpochMs>,
): ReadonlyMap<AssetId, EpochMs> {
  if (works.size === 0) return lastAired;
  const aired = new Map(lastAired);
  for (const [id, { copies }] of works) {
    const latest = Math.max(
      ...[id, ...copies.map((copy) => copy.id)].map((each) => lastAired.get(each) ?? -Infinity),
    );
    if (latest > -Infinity) aired.set(id, latest);
  }
  return aired;
}
