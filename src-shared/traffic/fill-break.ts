import type { InterstitialKind } from '../model/asset.ts';
import type { AssetId } from '../model/ids.ts';
import { seededIndex } from '../model/seed.ts';
import type { Catalog, CatalogAsset } from '../scheduling/catalog.ts';
import { MS_PER_HOUR, type DurationMs, type EpochMs } from '../time/units.ts';
import { spreadPads } from './spread-pads.ts';

/** An interstitial should not come back on its channel sooner than this (domain.md §8.2 default cooldown). */
const COOLDOWN_MS = MS_PER_HOUR;
/** One break in so many carries a station ident. */
const IDENT_EVERY_BREAKS = 3;
const MIDDLE_KINDS: readonly InterstitialKind[] = [
  'commercial',
  'promo',
  'psa',
  'trailer',
  'stinger',
];

/** When each interstitial last started on the channel, aired or planned. */
export type InterstitialHistory = ReadonlyMap<AssetId, EpochMs>;

/** A hole to fill and what decides how. */
export interface BreakToFill {
  readonly durationMs: DurationMs;
  /** Text that is the same for this break and no other: channel, block start, break index. */
  readonly seed: string;
  readonly startAt: EpochMs;
  /** The length of one picture; a pad shorter than that cannot be shown. */
  readonly frameMs: number;
}

/** One row of a filled break. */
export type BreakItem =
  | {
      readonly type: 'interstitial';
      readonly asset: CatalogAsset;
      readonly kind: InterstitialKind;
      readonly durationMs: DurationMs;
      readonly seed: string;
      readonly candidateCount: number;
    }
  | { readonly type: 'pad'; readonly durationMs: DurationMs };

type Spot = Extract<BreakItem, { type: 'interstitial' }>;

/** The picking so far. */
interface Filling {
  readonly hole: BreakToFill;
  readonly catalog: Catalog;
  readonly history: InterstitialHistory;
  readonly used: Set<AssetId>;
  remainingMs: DurationMs;
  draws: number;
}

/**
 * Fills a break from the interstitial pool: a bumper at each edge where there are any and they fit, now and then a station
 * ident before the last one, everything else between, fillers last. Nothing repeats inside the break; what has rested
 * for an hour goes before what has not. The rest is pads, and the items sum exactly to the break. A pool of nothing but
 * fillers is run from offset 0, over and over, for exactly the break's length. Equal inputs, equal items.
 */
export function fillBreak(
  hole: BreakToFill,
  catalog: Catalog,
  history: InterstitialHistory,
): BreakItem[] {
  if (isFillerOnly(catalog)) return runFiller(hole, catalog);
  const filling: Filling = {
    hole,
    catalog,
    history,
    used: new Set(),
    remainingMs: hole.durationMs,
    draws: 0,
  };
  const opening = draw(filling, ['bumper']);
  const closing = draw(filling, ['bumper']);
  const isIdentDue = seededIndex(`${hole.seed}:ident`, IDENT_EVERY_BREAKS) === 0;
  const ident = isIdentDue ? draw(filling, ['station-id']) : null;
  const middle = [...drawAll(filling, MIDDLE_KINDS), ...drawAll(filling, ['filler'])];
  const spots = [opening, ...middle, ident, closing].filter((spot) => spot !== null);
  return spreadPads(spots, hole.durationMs, hole.frameMs);
}

function isFillerOnly({ interstitials }: Catalog): boolean {
  return interstitials.size === 1 && (interstitials.get('filler')?.length ?? 0) > 0;
}

function runFiller(hole: BreakToFill, catalog: Catalog): BreakItem[] {
  const fillers = catalog.interstitials.get('filler') ?? [];
  const filler = fillers[seededIndex(hole.seed, fillers.length)];
  if (!filler || filler.durationMs < 1) return spreadPads([], hole.durationMs, hole.frameMs);
  const items: BreakItem[] = [];
  for (let restMs = hole.durationMs; restMs > 0; restMs -= filler.durationMs) {
    items.push({
      ...spotOf(filler, hole.seed, fillers.length),
      durationMs: Math.min(filler.durationMs, restMs),
    });
  }
  return items;
}

function drawAll(filling: Filling, kinds: readonly InterstitialKind[]): Spot[] {
  const spots: Spot[] = [];
  for (let spot = draw(filling, kinds); spot !== null; spot = draw(filling, kinds))
    spots.push(spot);
  return spots;
}

/** Takes one interstitial of these kinds that fits what remains, or `null`. */
function draw(filling: Filling, kinds: readonly InterstitialKind[]): Spot | null {
  const { hole, history, used } = filling;
  const fresh: CatalogAsset[] = [];
  let restedLongest: CatalogAsset | null = null;
  let restedSinceAt = Infinity;
  let candidateCount = 0;
  for (const kind of kinds) {
    for (const asset of filling.catalog.interstitials.get(kind) ?? []) {
      if (asset.durationMs > filling.remainingMs || used.has(asset.id)) continue;
      candidateCount += 1;
      const lastAt = history.get(asset.id) ?? -Infinity;
      if (hole.startAt - lastAt >= COOLDOWN_MS) fresh.push(asset);
      else if (lastAt < restedSinceAt) {
        restedLongest = asset;
        restedSinceAt = lastAt;
      }
    }
  }
  if (candidateCount === 0) return null;
  const seed = `${hole.seed}:${String(filling.draws)}`;
  const asset = fresh.length > 0 ? fresh[seededIndex(seed, fresh.length)] : restedLongest;
  if (!asset) return null;
  filling.draws += 1;
  filling.used.add(asset.id);
  filling.remainingMs -= asset.durationMs;
  return spotOf(asset, seed, candidateCount);
}

function spotOf(asset: CatalogAsset, seed: string, candidateCount: number): Spot {
  return {
    type: 'interstitial',
    asset,
    kind: asset.kind as InterstitialKind,
    durationMs: asset.durationMs,
    seed,
    candidateCount,
  };
}
