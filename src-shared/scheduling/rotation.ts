import type { AssetId } from '../model/ids.ts';
import type { EpisodePolicy, Plan } from '../model/plan.ts';
import type { Airing, Carry, CursorPlace, DeckState } from '../model/schedule-day.ts';
import { MS_PER_HOUR, type EpochMs } from '../time/units.ts';
import { copyLastAired, countAired, keepAired, writeAired } from './airing-order.ts';
import type { Catalog } from './catalog.ts';
import { poolOf, type ContentPool } from './content-pool.ts';
import { partOfTitle } from './multi-part.ts';

/** Where all rotations stand while a day is resolved. Moved once per placed airing. */
export interface Rotation {
  readonly cursors: Record<string, AssetId>;
  readonly places: Record<string, CursorPlace>;
  readonly decks: Record<string, DeckState>;
  readonly turns: Record<string, number>;
  readonly parts: Record<string, AssetId>;
  readonly lastAired: Record<string, EpochMs>;
}

/** A copy of the carried rotation, free to be moved. */
export function rotationOf(carry: Carry): Rotation {
  return {
    cursors: { ...carry.cursors },
    places: { ...carry.places },
    decks: { ...carry.decks },
    turns: { ...carry.turns },
    parts: { ...carry.parts },
    lastAired: copyLastAired(carry.lastAired),
  };
}

/** The turns of a zone begin anew with every day; they are not carried. */
export const ZONE_TURN_PREFIX = 'zone:';

/** What of the rotation goes into the carry; what is empty is left out. */
export function carryOfRotation(
  rotation: Rotation,
): Pick<Carry, 'cursors' | 'places' | 'decks' | 'turns' | 'parts' | 'lastAired'> {
  const { cursors, places, decks, parts, lastAired } = rotation;
  const turns = Object.fromEntries(
    Object.entries(rotation.turns).filter(([key]) => !key.startsWith(ZONE_TURN_PREFIX)),
  );
  return {
    cursors,
    places,
    ...(isEmpty(decks) ? {} : { decks }),
    ...(isEmpty(turns) ? {} : { turns }),
    ...(isEmpty(parts) ? {} : { parts }),
    ...(countAired(lastAired) === 0 ? {} : { lastAired }),
  };
}

function isEmpty(record: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(record).length === 0;
}

/** The rotation in which parts of an episode wait for each other. */
export function partsKey(pool: string, policy: EpisodePolicy): string {
  return `${pool}#${policy}`;
}

/** Policies whose own order does not keep the parts of an episode together. */
const SCATTERING: ReadonlySet<EpisodePolicy> = new Set([
  'random',
  'least-recently-used',
  'round-robin',
]);

export function isScattering(policy: EpisodePolicy): boolean {
  return SCATTERING.has(policy);
}

/** What of an airing moves rotations. */
export type RotatingAiring = Pick<
  Airing,
  | 'assetId'
  | 'seriesId'
  | 'seasonNumber'
  | 'episodeNumber'
  | 'title'
  | 'episodeTitle'
  | 'year'
  | 'startAt'
  | 'lineage'
>;

/**
 * Moves the rotations as the airing does, be it placed now or kept from before: cursor, turn, deck, waiting parts and, for
 * assets in `remembered`, when it aired.
 */
export function recordAiring(
  rotation: Rotation,
  airing: RotatingAiring,
  remembered: ReadonlySet<string>,
): void {
  const { assetId, seriesId, lineage } = airing;
  if (assetId === null) return;
  if (remembered.has(assetId)) writeAired(rotation.lastAired, assetId, airing.startAt);
  const { policy, rotation: step } = lineage;
  if (policy === null) return;
  const { seasonNumber, episodeNumber, title, episodeTitle } = airing;
  const place: CursorPlace = { seasonNumber, episodeNumber, title: episodeTitle ?? title };
  if (step === undefined) {
    if (policy === 'sequential' && seriesId !== null) {
      rotation.cursors[seriesId] = assetId;
      rotation.places[seriesId] = place;
    }
  } else {
    if (step.cursor !== undefined) {
      const isOwn = step.cursor === seriesId;
      const seriesTitle = episodeTitle === null ? null : title;
      rotation.cursors[step.cursor] = assetId;
      rotation.places[step.cursor] = isOwn
        ? place
        : { ...place, seriesTitle, seriesId, year: airing.year };
    }
    if (step.turn !== undefined) rotation.turns[step.pool] = step.turn;
    const { deck, round, place: dealt } = step;
    if (deck !== undefined && round !== undefined && dealt !== undefined) {
      rotation.decks[deck] = { round, seed: lineage.seed ?? '', place: dealt };
    }
  }
  const pool = step?.pool ?? seriesId;
  if (!isScattering(policy) || pool === null) return;
  const key = partsKey(pool, policy);
  if (seriesId !== null && partOfTitle(place.title)) rotation.parts[key] = assetId;
  else Reflect.deleteProperty(rotation.parts, key);
}

/** Assets of several pools together, by the pools' first one; they are asked for day after day. */
const together = new WeakMap<ContentPool, { pools: ReadonlySet<ContentPool>; ids: AssetIds }>();

type AssetIds = ReadonlySet<AssetId>;

function idsOfAll(pools: ReadonlySet<ContentPool>): AssetIds {
  const [first] = pools;
  if (!first) return new Set();
  if (pools.size === 1) return first.ids;
  const known = together.get(first);
  if (known?.pools.size === pools.size && [...pools].every((pool) => known.pools.has(pool)))
    return known.ids;
  const ids = new Set<AssetId>();
  for (const pool of pools) for (const id of pool.ids) ids.add(id);
  together.set(first, { pools, ids });
  return ids;
}

/** Assets whose last airing some plan asks about, by its policy or its rule's rest. Plans not in force count too. */
export function assetsToRemember(plans: readonly Plan[], catalog: Catalog): AssetIds {
  const pools = new Set<ContentPool>();
  for (const { content, episodePolicy } of plans.flatMap(({ assignments }) => assignments)) {
    const hasRest =
      (content.type === 'rule' || content.type === 'random') &&
      content.rule.notAiredWithinHours !== undefined;
    if (content.type === 'asset') continue;
    if (hasRest || episodePolicy === 'least-recently-used') pools.add(poolOf(catalog, content));
  }
  return idsOfAll(pools);
}

const FORGOTTEN_AFTER_MS = 90 * 24 * MS_PER_HOUR;

/** Drops from the history what nobody asks about any more and aired more than 90 days before `at`. */
export function forgetOldAirings(
  rotation: Rotation,
  remembered: ReadonlySet<string>,
  at: EpochMs,
): void {
  keepAired(
    rotation.lastAired,
    (id, airedAt) => at - airedAt <= FORGOTTEN_AFTER_MS || remembered.has(id),
  );
}
