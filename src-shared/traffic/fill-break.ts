import { INTERSTITIAL_KINDS, type InterstitialKind } from '../model/asset.ts';
import type { AssetId } from '../model/ids.ts';
import { seededIndex } from '../model/seed.ts';
import type { Catalog, CatalogAsset } from '../planning/choose/catalog.ts';
import { cooldownOf, type TrafficRules } from '../model/traffic.ts';
import type { DurationMs, EpochMs } from '../time/units.ts';
import { lastPlayAt, playsSince, type InterstitialHistory } from './play-history.ts';
import { spreadPads } from './spread-pads.ts';

/** One break in so many carries a station ident. */
const IDENT_EVERY_BREAKS = 3;
const MIDDLE_KINDS: readonly InterstitialKind[] = [
  'commercial',
  'promo',
  'psa',
  'trailer',
  'stinger',
];

/** A hole to fill and what decides how. */
export interface BreakToFill {
  readonly durationMs: DurationMs;
  /** Text that is the same for this break and no other: channel, block start, break index. */
  readonly seed: string;
  readonly startAt: EpochMs;
  /** The start of the broadcast day in which the break airs; plays are counted from there. */
  readonly dayStartAt: EpochMs;
  /** The length of one picture; a pad shorter than that cannot be shown. */
  readonly frameMs: number;
}

/** What a channel says about filling its breaks. */
export interface FillRules {
  readonly traffic: TrafficRules;
  /** A bumper at each edge where there are any. */
  readonly bracketingBumpers: boolean;
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
  readonly pool: Catalog['interstitials'];
  readonly traffic: TrafficRules;
  readonly history: InterstitialHistory;
  readonly used: Set<AssetId>;
  remainingMs: DurationMs;
  draws: number;
}

/**
 * Fills a break from the interstitial pool: a bumper at each edge where the channel wants them and they fit, now and then a
 * station ident before the last one, everything else between, fillers last. Candidates are filtered by kind, rest and daily
 * cap, in that order; unless the rest is strict, what has rested longest is taken where nothing has rested
 * enough. Nothing repeats inside the break. The rest is pads, and the items sum exactly to the break. A pool of nothing but
 * fillers is run from offset 0, over and over, for exactly the break's length. Equal inputs, equal items.
 */
export function fillBreak(
  hole: BreakToFill,
  { traffic, bracketingBumpers }: FillRules,
  catalog: Catalog,
  history: InterstitialHistory,
): BreakItem[] {
  const pool = allowedPool(catalog, traffic);
  if (pool.size === 1 && pool.has('filler')) return runFiller(hole, pool.get('filler') ?? []);
  const filling: Filling = {
    hole,
    pool,
    traffic,
    history,
    used: new Set(),
    remainingMs: hole.durationMs,
    draws: 0,
  };
  const opening = bracketingBumpers ? draw(filling, ['bumper']) : null;
  const closing = bracketingBumpers ? draw(filling, ['bumper']) : null;
  const isIdentDue = seededIndex(`${hole.seed}:ident`, IDENT_EVERY_BREAKS) === 0;
  const ident = isIdentDue ? draw(filling, ['station-id']) : null;
  const middle = [...drawAll(filling, MIDDLE_KINDS), ...drawAll(filling, ['filler'])];
  const spots = [opening, ...middle, ident, closing].filter((spot) => spot !== null);
  return spreadPads(spots, hole.durationMs, hole.frameMs);
}

/** The interstitials of the kinds that the channel allows; no kind without any. */
function allowedPool(catalog: Catalog, { allowedKinds }: TrafficRules): Catalog['interstitials'] {
  if (allowedKinds.length >= INTERSTITIAL_KINDS.length) return catalog.interstitials;
  const pool = new Map<InterstitialKind, readonly CatalogAsset[]>();
  for (const kind of INTERSTITIAL_KINDS) {
    const assets = allowedKinds.includes(kind) ? catalog.interstitials.get(kind) : undefined;
    if (assets && assets.length > 0) pool.set(kind, assets);
  }
  return pool;
}

function runFiller(hole: BreakToFill, fillers: readonly CatalogAsset[]): BreakItem[] {
  const filler = fillers[seededIndex(hole.seed, Math.max(1, fillers.length))];
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
  const { hole, traffic, history, used } = filling;
  const fresh: CatalogAsset[] = [];
  let restedLongest: CatalogAsset | null = null;
  let restedSinceAt = Infinity;
  let candidateCount = 0;
  for (const kind of kinds) {
    const cooldownMs = cooldownOf(traffic, kind);
    for (const asset of filling.pool.get(kind) ?? []) {
      if (asset.durationMs > filling.remainingMs || used.has(asset.id)) continue;
      candidateCount += 1;
      const lastAt = lastPlayAt(history, asset.id);
      const hasRested = hole.startAt - lastAt >= cooldownMs;
      if (!hasRested && traffic.isCooldownStrict) continue;
      if (isCapped(filling, asset)) continue;
      if (hasRested) fresh.push(asset);
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

/** Whether it has had its plays of the broadcast day. */
function isCapped({ hole, traffic, history }: Filling, asset: CatalogAsset): boolean {
  const { maximumPlaysPerDay } = traffic;
  if (maximumPlaysPerDay === 0) return false;
  return playsSince(history, asset.id, hole.dayStartAt) >= maximumPlaysPerDay;
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
