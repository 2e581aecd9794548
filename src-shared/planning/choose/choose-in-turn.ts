import { compareProgrammes } from './catalog.ts';
import { nextInOrder } from './choose-in-order.ts';
import { stepPool, type Choosing } from './choosing.ts';
import type { PoolEntry } from './content-pool.ts';
import type { EpisodeChoice } from './episode-choice.ts';
import { choosePackage, type PackageChoice } from './package-choice.ts';

/** The next episode of the entry whose turn it is; an entry with nothing to air is passed over. */
export function takeTurn(choosing: Choosing): EpisodeChoice | PackageChoice | null {
  const { rotation, pool } = choosing;
  const { entries } = pool;
  const name = stepPool(choosing);
  const last = rotation.turns[name] ?? -1;
  for (let step = 1; step <= entries.length; step += 1) {
    const turn = (last + step) % entries.length;
    const entry = entries[turn];
    const choice = entry ? nextOfEntry(choosing, entry) : null;
    if (choice) {
      const eligibleCount = pool.assets.length;
      return { ...choice, eligibleCount, rotation: { ...choice.rotation, pool: name, turn } };
    }
  }
  return null;
}

function nextOfEntry(
  choosing: Choosing,
  { cursor, assets, virtualAssetId }: PoolEntry,
): EpisodeChoice | PackageChoice | null {
  if (virtualAssetId !== undefined) return choosePackage(choosing, virtualAssetId);
  if (cursor !== null) return nextInOrder(choosing, assets, cursor, compareProgrammes);
  const asset = assets.find(choosing.allowed);
  return asset ? { kind: 'asset', asset, cursorBefore: null, seed: null, eligibleCount: 1 } : null;
}
