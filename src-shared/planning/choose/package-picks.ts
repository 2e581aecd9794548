import type { AssetId } from '../../model/ids.ts';
import { seededIndex } from '../../model/seed.ts';
import type { PackageMethod } from '../../model/virtual-asset.ts';
import type { DurationMs } from '../../time/units.ts';
import { airedAtOf } from './airing-history.ts';
import { compareProgrammes, type Catalog, type CatalogAsset } from './catalog.ts';
import { inPool, type ContentPool } from './content-pool.ts';
import { workIdOf } from './copies.ts';
import { dealFrom, dealNewRound, type Deal } from './deck.ts';
import { headOf, storyOf } from './multi-part.ts';
import type { Rotation } from './rotation.ts';
import { indexAfterCursor } from './ordered-search.ts';

/** Programmes taken together (one, or the parts of one episode) and what decided it. */
export interface PackagePick {
  readonly assets: readonly CatalogAsset[];
  readonly seed?: string;
  readonly round?: number;
  readonly place?: string;
}

/** How much a package takes. Lengths are of the whole, fixed parts included. */
export interface PackageRoom {
  readonly fixedMs: DurationMs;
  /** So many picks; `null`: as many as reach `targetMs`. */
  readonly count: number | null;
  readonly targetMs: DurationMs;
  readonly minimumMs: DurationMs;
  readonly maximumMs: DurationMs;
}

/** What is picked from, and how. */
export interface Picking {
  readonly catalog: Catalog;
  readonly pool: ContentPool;
  readonly rotation: Rotation;
  readonly method: PackageMethod;
  readonly room: PackageRoom;
  /** Names channel, package and slot; random picks hash it. */
  readonly slotSeed: string;
  /** Names channel and package; decks are shuffled by it. */
  readonly deckSeed: string;
  readonly rested: (asset: CatalogAsset) => boolean;
}

/** What has been picked; `isComplete` when it is as much as the package asks for. */
export interface Picked {
  readonly picks: readonly PackagePick[];
  readonly isComplete: boolean;
}

/** The deck that a package deals from, among the decks of the carry. */
export function deckOfPackage(pool: ContentPool): string {
  return `${pool.key}#shuffle`;
}

/**
 * Picks a package's programmes, each once. In order and from a deck, what is left at the end of the round and too little is
 * passed over and the next round begins, unless `mayBeShort`: an odd leftover. Pure; the rotation is not moved.
 */
export function pickMembers(picking: Picking, mayBeShort: boolean): Picked {
  for (const round of roundsOf(picking)) {
    const picked = fill(picking, round);
    if (picked.isComplete || (mayBeShort && picked.picks.length > 0)) return picked;
  }
  return { picks: [], isComplete: false };
}

/** Gives the next pick, or `null` at the end; `fits` says what may be taken. */
type NextPick = (fits: (assets: readonly CatalogAsset[]) => boolean) => PackagePick | null;

function fill({ room, rested }: Picking, next: NextPick): Picked {
  const picks: PackagePick[] = [];
  const taken = new Set<AssetId>();
  let totalMs = room.fixedMs;
  const isFull = (): boolean =>
    room.count === null ? totalMs >= room.targetMs : picks.length >= room.count;
  const fits = (assets: readonly CatalogAsset[]): boolean =>
    assets.every((asset) => !taken.has(asset.id) && rested(asset)) &&
    totalMs + lengthOf(assets) <= room.maximumMs;
  while (!isFull()) {
    const pick = next(fits);
    if (!pick) break;
    picks.push(pick);
    for (const { id } of pick.assets) taken.add(id);
    totalMs += lengthOf(pick.assets);
  }
  return { picks, isComplete: picks.length > 0 && isFull() && totalMs >= room.minimumMs };
}

function lengthOf(assets: readonly CatalogAsset[]): DurationMs {
  return assets.reduce((sum, { durationMs }) => sum + durationMs, 0);
}

/** The rounds to try, one after the other. */
function roundsOf(picking: Picking): NextPick[] {
  switch (picking.method) {
    case 'sequential':
      return inOrder(picking);
    case 'shuffle':
      return [fromDeck(picking, false), fromDeck(picking, true)];
    case 'random':
      return [atRandom(picking)];
    case 'least-recently-used':
      return [longestAgo(picking)];
  }
}

/** From the place after the cursor to the end, then from the beginning. */
function inOrder({ catalog, pool, rotation }: Picking): NextPick[] {
  const { assets } = pool;
  const before = rotation.cursors[pool.key];
  const isLast = ({ id }: CatalogAsset): boolean =>
    before !== undefined && workIdOf(catalog, id) === workIdOf(catalog, before);
  const from = (start: number): NextPick => {
    let index = start;
    return (fits) => {
      for (; index < assets.length; index += 1) {
        const asset = assets[index];
        // Behind its own place may stand only another copy of what came last.
        if (!asset || (start > 0 && isLast(asset)) || !fits([asset])) continue;
        index += 1;
        return { assets: [asset] };
      }
      return null;
    };
  };
  const after = indexAfterCursor(catalog, rotation, pool.key, assets, compareProgrammes);
  return after > 0 ? [from(after), from(0)] : [from(0)];
}

/** Cards of one deck; never of two, because a card of the next could be one of this. */
function fromDeck({ catalog, pool, rotation, deckSeed }: Picking, isNewRound: boolean): NextPick {
  let state = rotation.decks[deckOfPackage(pool)] ?? null;
  let dealt: Deal | null = null;
  return (fits) => {
    const allowed = (asset: CatalogAsset): boolean => fits([asset]);
    const deal: Deal | null =
      isNewRound && dealt === null
        ? dealNewRound(catalog, pool, deckSeed, state, allowed)
        : dealFrom(catalog, pool, deckSeed, state, allowed);
    if (!deal || (dealt && deal.state.round !== dealt.state.round)) return null;
    dealt = deal;
    state = deal.state;
    const { seed, round, place } = deal.state;
    return { assets: [deal.asset], seed, round, place };
  };
}

/** The first parts that the pool has, each with those that follow it. */
function episodesIn({ catalog, pool }: Picking): (readonly CatalogAsset[])[] {
  const isLater = (asset: CatalogAsset): boolean => {
    const head = inPool(catalog, pool, headOf(catalog, asset));
    return head !== undefined && head !== asset;
  };
  const nextOf = (asset: CatalogAsset): CatalogAsset | undefined => {
    const next = storyOf(catalog, asset.id)?.next;
    return next ? inPool(catalog, pool, next) : undefined;
  };
  return pool.assets
    .filter((asset) => !isLater(asset))
    .map((asset) => {
      const together = [asset];
      for (let next = nextOf(asset); next; next = nextOf(next)) together.push(next);
      return together;
    });
}

function atRandom(picking: Picking): NextPick {
  const episodes = episodesIn(picking);
  let number = 0;
  return (fits) => {
    const candidates = episodes.filter(fits);
    if (candidates.length === 0) return null;
    number += 1;
    const seed = `${picking.slotSeed}:${String(number)}`;
    const assets = candidates[seededIndex(seed, candidates.length)];
    return assets ? { assets, seed } : null;
  };
}

/** By when the first part aired last; never comes first; ties by id. */
function longestAgo(picking: Picking): NextPick {
  const { history } = picking.rotation;
  const idOf = ([head]: readonly CatalogAsset[]): string =>
    head === undefined ? '' : workIdOf(picking.catalog, head.id);
  const airedAt = (episode: readonly CatalogAsset[]): number =>
    airedAtOf(history, idOf(episode)) ?? Number.NEGATIVE_INFINITY;
  const ordered = episodesIn(picking).sort(
    (a, b) => Math.sign(airedAt(a) - airedAt(b)) || (idOf(a) < idOf(b) ? -1 : 1),
  );
  return (fits) => {
    const assets = ordered.find(fits);
    return assets ? { assets } : null;
  };
}
