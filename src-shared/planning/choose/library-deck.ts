import type { AssetId } from '../../model/ids.ts';
import { seededIndex } from '../../model/seed.ts';
import type { DurationMs } from '../../time/units.ts';
import type { Catalog, CatalogAsset } from './catalog.ts';

/** A pick of default programming and the text that decided it. */
export interface LibraryPick {
  readonly asset: CatalogAsset;
  readonly seed: string;
  readonly eligibleCount: number;
}

/** Every eligible programme by length, so that those that fit a gap are a prefix. One per catalogue, shared by all days. */
const decks = new WeakMap<Catalog, readonly CatalogAsset[]>();

function deckOf(catalog: Catalog): readonly CatalogAsset[] {
  let deck = decks.get(catalog);
  if (!deck) {
    deck = [...catalog.programmes].sort(
      (a, b) => a.durationMs - b.durationMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
    );
    decks.set(catalog, deck);
  }
  return deck;
}

/** The number of programmes no longer than `limitMs`; the deck is sorted by length. */
function countFitting(deck: readonly CatalogAsset[], limitMs: DurationMs): number {
  let low = 0;
  let high = deck.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((deck[middle]?.durationMs ?? 0) <= limitMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * A programme of at most `limitMs` chosen by the seed, none in `aired` while there is another, and never `lastAssetId`
 * again at once unless it is the only one. `null` when nothing fits.
 */
export function pickFromLibrary(
  catalog: Catalog,
  seed: string,
  limitMs: DurationMs,
  aired: ReadonlySet<AssetId>,
  lastAssetId: AssetId | null,
): LibraryPick | null {
  const deck = deckOf(catalog);
  const count = countFitting(deck, limitMs);
  if (count === 0) return null;
  const first = seededIndex(seed, count);
  let repeat: CatalogAsset | null = null;
  for (let step = 0; step < count; step += 1) {
    const asset = deck[(first + step) % count];
    if (!asset) continue;
    if (!aired.has(asset.id) && asset.id !== lastAssetId) {
      return { asset, seed, eligibleCount: count };
    }
    if (repeat === null && asset.id !== lastAssetId) repeat = asset;
  }
  const asset = repeat ?? deck[first];
  return asset ? { asset, seed, eligibleCount: count } : null;
}
