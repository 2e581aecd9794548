import type { AssetId } from '../model/ids.ts';
import { isAiredOnce, type Assignment, type EpisodePolicy } from '../model/plan.ts';
import type { RotationStep } from '../model/schedule-day.ts';
import { scheduleTimeOf } from '../model/scalars.ts';
import { seededIndex } from '../model/seed.ts';
import { MS_PER_HOUR, type EpochMs, type IsoDate } from '../time/units.ts';
import { airedAtOf, airedLongestAgo, firstUnaired } from './airing-history.ts';
import {
  compareNumbers,
  compareProgrammes,
  compareText,
  type Catalog,
  type CatalogAsset,
} from './catalog.ts';
import { poolOf, type ContentPool, type PoolEntry } from './content-pool.ts';
import { dealFrom } from './deck.ts';
import { localSlotText, nextEpisode, randomEpisode, type EpisodeChoice } from './episode-choice.ts';
import { headOf, partsIn } from './multi-part.ts';
import { indexAfter } from './ordered-search.ts';
import { choosePackage, type PackageChoice } from './package-airing.ts';
import { permittedCatalog, type RestrictingChannel } from './permitted-catalog.ts';
import { candidatesOf } from './pool-candidates.ts';
import { isScattering, partsKey, ZONE_TURN_PREFIX, type Rotation } from './rotation.ts';
import { momentAt } from './rule-moment.ts';
import { inSeason } from './season-calendar.ts';
import { starOrderOf, starsInOrder, type StarOrderKey } from './star-order.ts';

/** What a choice depends on. */
export interface ChoiceContext {
  readonly catalog: Catalog;
  readonly channel: RestrictingChannel & { readonly slug: string };
  readonly rotation: Rotation;
  /** The broadcast date. */
  readonly date: IsoDate;
  /** Where the airing would start. */
  readonly slotAt: EpochMs;
  readonly row: Pick<Assignment, 'id' | 'content' | 'episodePolicy' | 'startOffsetMinutes'>;
  /** The row stands for a zone, whose turns begin anew every day. */
  readonly isZone: boolean;
}

/** A choice with the policy that made it; `null` for a row that names one asset or package. */
export type ContentChoice = AssetChoice | (PackageChoice & ChosenBy);

/** A choice of one asset. */
export type AssetChoice = EpisodeChoice & ChosenBy;

interface ChosenBy {
  readonly policy: EpisodePolicy | null;
}

/** What is chosen from, and which of it may be. */
interface Choosing extends ChoiceContext {
  readonly pool: ContentPool;
  readonly policy: EpisodePolicy;
  /** Hours for which what has aired may not air again; `null` for none. */
  readonly restHours: number | null;
  readonly allowed: (asset: CatalogAsset) => boolean;
}

/** The policy that really chooses: `random` content draws, and a list in order is a list in turn. */
export function effectivePolicy({
  content,
  episodePolicy,
}: ChoiceContext['row']): EpisodePolicy | null {
  if (isAiredOnce(content)) return null;
  if (content.type === 'random') return 'random';
  return content.type === 'list' && episodePolicy === 'sequential' ? 'round-robin' : episodePolicy;
}

/**
 * What a row airs next (domain.md §7.1). A rule's rest is halved, quartered and given up, in this order, when nothing is left;
 * the step says how far. What the channel's rules for hours forbid is not there. A part of an episode is followed by the next one wherever the policy would scatter them. `null` when
 * nothing eligible matches at all.
 */
export function chooseContent(asked: ChoiceContext): ContentChoice | null {
  const { channel, date, slotAt, row } = asked;
  const catalog = permittedCatalog(asked.catalog, channel, date, slotAt);
  const context: ChoiceContext = { ...asked, catalog };
  const policy = effectivePolicy(row);
  if (policy === null) return namedContent(context);
  const pool = poolOf(catalog, row.content, momentAt(channel, date, slotAt));
  const hasPackages = pool.entries.some(({ virtualAssetId }) => virtualAssetId !== undefined);
  if (pool.assets.length === 0 && !hasPackages) return null;
  const choosing = { ...context, pool, policy, restHours: null, allowed: () => true };
  const following = isScattering(policy) ? followingPart(choosing) : null;
  if (following) return { ...following, policy };
  for (const hours of restsOf(choosing)) {
    const allowed = hours === null ? () => true : restedFor(context, hours);
    const choice = choose({ ...choosing, restHours: hours, allowed });
    if (choice === null) continue;
    const isRelaxed = hours !== null && hours !== hoursOfRest(row);
    return isRelaxed
      ? {
          ...choice,
          policy,
          rotation: { pool: pool.key, ...choice.rotation, relaxedToHours: hours },
        }
      : { ...choice, policy };
  }
  return null;
}

function namedContent(context: ChoiceContext): ContentChoice | null {
  const { catalog, row } = context;
  if (row.content.type === 'virtual_package') {
    const choice = choosePackage(context, row.content.virtualAssetId);
    return choice && { ...choice, policy: null };
  }
  const asset = row.content.type === 'asset' ? catalog.byId.get(row.content.assetId) : undefined;
  return asset ? { asset, policy: null, cursorBefore: null, seed: null, eligibleCount: 1 } : null;
}

function hoursOfRest({ content }: ChoiceContext['row']): number | null {
  return content.type === 'rule' || content.type === 'random'
    ? (content.rule.notAiredWithinHours ?? null)
    : null;
}

/** The rests to try, the full one first; a marathon knows none. */
function restsOf({ row, policy }: Choosing): readonly (number | null)[] {
  const hours = hoursOfRest(row);
  return hours === null || policy === 'marathon' ? [null] : [hours, hours / 2, hours / 4, 0];
}

function restedFor({ rotation, slotAt }: ChoiceContext, hours: number) {
  return ({ id }: CatalogAsset): boolean => {
    const airedAt = airedAtOf(rotation.history, id);
    return airedAt === undefined || slotAt - airedAt >= hours * MS_PER_HOUR;
  };
}

/** The part after the one that this rotation aired last. */
function followingPart(choosing: Choosing): EpisodeChoice | null {
  const { catalog, rotation, pool, policy } = choosing;
  const lastId = rotation.parts[partsKey(stepPool(choosing), policy)];
  const next = lastId === undefined ? null : (partsIn(catalog).get(lastId)?.next ?? null);
  if (lastId === undefined || next === null || !pool.ids.has(next.id)) return null;
  const entry = pool.entries.find(({ assets }) => assets.includes(next));
  const step: RotationStep = { pool: stepPool(choosing) };
  const eligibleCount = pool.assets.length;
  return {
    asset: next,
    cursorBefore: lastId,
    seed: null,
    eligibleCount,
    rotation: policy === 'round-robin' && entry?.cursor ? { ...step, cursor: entry.cursor } : step,
  };
}

/** The pool's name in the rotation; a zone's is its own for the day. */
function stepPool({ isZone, row, pool }: Choosing): string {
  return isZone ? `${ZONE_TURN_PREFIX}${row.id}` : pool.key;
}

function choose(choosing: Choosing): EpisodeChoice | PackageChoice | null {
  const { catalog, rotation, row, pool, policy, allowed } = choosing;
  const { content } = row;
  switch (policy) {
    case 'sequential':
      return content.type === 'series'
        ? nextEpisode(catalog, rotation, content.seriesId, allowed)
        : nextInOrder(choosing, pool.assets, pool.key, compareProgrammes);
    case 'marathon':
      return nextInOrder(choosing, pool.assets, `${pool.key}#marathon`, compareProgrammes);
    case 'chronological':
      return nextInOrder(choosing, assetsByYear(pool), `${pool.key}#chronological`, compareByYear);
    case 'highest-rated':
      return nextByStars(choosing);
    case 'seasonal':
      return chooseSeasonal(choosing);
    case 'random':
      return chooseRandom(choosing);
    case 'least-recently-used':
      return chooseLeastRecent(choosing);
    case 'syndication':
    case 'shuffle':
      return deal(choosing);
    case 'round-robin':
      return takeTurn(choosing);
  }
}

type OrderKey = StarOrderKey & { readonly year?: number | null | undefined };

function compareByYear(a: OrderKey, b: OrderKey): number {
  return compareNumbers(a.year ?? null, b.year ?? null) || compareProgrammes(a, b);
}

const sortedByYear = new WeakMap<ContentPool, readonly CatalogAsset[]>();

function assetsByYear(pool: ContentPool): readonly CatalogAsset[] {
  const known = sortedByYear.get(pool);
  if (known) return known;
  const sorted = [...pool.assets].sort(compareByYear);
  sortedByYear.set(pool, sorted);
  return sorted;
}

/** The asset after the cursor's in the order, wrapping; one that is gone keeps its place. */
function nextInOrder(
  { catalog, rotation, pool, allowed }: Choosing,
  assets: readonly CatalogAsset[],
  cursor: string,
  compare: (a: OrderKey, b: OrderKey) => number,
): EpisodeChoice | null {
  const before = rotation.cursors[cursor] ?? null;
  const place = before === null ? null : (catalog.byId.get(before) ?? rotation.places[cursor]);
  const after =
    before === null || !place ? 0 : indexAfter(assets, { ...place, id: before }, compare);
  const first = Math.max(after, 0);
  for (let step = 0; step < assets.length; step += 1) {
    const asset = assets[(first + step) % assets.length];
    if (asset && allowed(asset)) {
      return {
        asset,
        cursorBefore: before,
        seed: null,
        eligibleCount: assets.length,
        rotation: { pool: pool.key, cursor },
      };
    }
  }
  return null;
}

/** The next by stars. Its stars go into the lineage, so that the place is found again when the asset is gone. */
function nextByStars(choosing: Choosing): EpisodeChoice | null {
  const { catalog, pool } = choosing;
  const { assets, compare } = starOrderOf(catalog, pool);
  const next = nextInOrder(choosing, assets, `${pool.key}#stars`, compare);
  if (!next?.rotation) return next;
  return { ...next, rotation: { ...next.rotation, stars: starsInOrder(catalog, next.asset) } };
}

/** What is tagged for the date, in order; on other days the ordinary order, with the cursor of that. */
function chooseSeasonal(choosing: Choosing): EpisodeChoice | null {
  const { pool, date } = choosing;
  const seasonal = inSeason(pool.assets, date);
  const found = nextInOrder(choosing, seasonal, `${pool.key}#seasonal`, compareProgrammes);
  return found ?? nextInOrder(choosing, pool.assets, pool.key, compareProgrammes);
}

/** A part that is drawn stands for its episode, which begins with the first. */
function chooseRandom(choosing: Choosing): EpisodeChoice | null {
  const { catalog, channel, rotation, row, pool, slotAt, restHours } = choosing;
  if (row.content.type === 'series') {
    const choice = randomEpisode(catalog, channel, row.content.seriesId, slotAt);
    return choice && { ...choice, asset: headOf(catalog, choice.asset) };
  }
  const restsFrom = restHours === null ? null : slotAt - restHours * MS_PER_HOUR;
  const candidates = candidatesOf(pool, rotation.history, restsFrom);
  const seed = `${channel.slug}:${pool.name}:${localSlotText(channel.timezone, slotAt)}`;
  if (candidates.count === 0) return null;
  const drawn = candidates.at(seededIndex(seed, candidates.count));
  if (!drawn) return null;
  return {
    asset: headInPool(choosing, drawn),
    cursorBefore: null,
    seed,
    eligibleCount: candidates.count,
    rotation: { pool: pool.key },
  };
}

/** The first part that the pool has. */
function headInPool({ catalog, pool }: Choosing, asset: CatalogAsset): CatalogAsset {
  const head = headOf(catalog, asset);
  return pool.ids.has(head.id) ? head : asset;
}

/** The pool without later parts, by id; kept, because large pools are asked again and again. */
const headsById = new WeakMap<ContentPool, readonly CatalogAsset[]>();

function headsOf(choosing: Choosing): readonly CatalogAsset[] {
  const { pool } = choosing;
  const known = headsById.get(pool);
  if (known) return known;
  const heads = pool.assets
    .filter((asset) => headInPool(choosing, asset) === asset)
    .sort((a, b) => compareText(a.id, b.id));
  headsById.set(pool, heads);
  return heads;
}

/** The asset that aired longest ago; what never did comes first; ties by id. Later parts wait for the first. */
function chooseLeastRecent(choosing: Choosing): EpisodeChoice | null {
  const { catalog, rotation, pool, allowed } = choosing;
  const mayAir = (id: string): boolean => {
    const aired = catalog.byId.get(id as AssetId);
    if (!aired || !pool.ids.has(aired.id)) return false;
    return headInPool(choosing, aired) === aired && allowed(aired);
  };
  const asset =
    firstUnaired(rotation.history, headsOf(choosing)) ??
    catalog.byId.get(airedLongestAgo(rotation.history, mayAir) as AssetId);
  return asset
    ? {
        asset,
        cursorBefore: null,
        seed: null,
        eligibleCount: pool.assets.length,
        rotation: { pool: pool.key },
      }
    : null;
}

/** Syndication deals from one deck for the channel, a shuffle from a deck of the row's own. */
function deal(choosing: Choosing): EpisodeChoice | null {
  const { catalog, channel, rotation, row, pool, policy, allowed } = choosing;
  const isOwn = policy === 'shuffle';
  const deck = isOwn ? `${pool.key}#shuffle:${row.id}` : `${pool.key}#syndication`;
  const seedBase = isOwn
    ? `${channel.slug}:${pool.name}:shuffle@${scheduleTimeOf(row.startOffsetMinutes)}`
    : `${channel.slug}:${pool.name}:syndication`;
  const dealt = dealFrom(catalog, pool, seedBase, rotation.decks[deck] ?? null, allowed);
  if (!dealt) return null;
  const { round, place, seed } = dealt.state;
  return {
    asset: dealt.asset,
    cursorBefore: null,
    seed,
    eligibleCount: pool.assets.length,
    rotation: { pool: pool.key, deck, round, place },
  };
}

/** The next episode of the entry whose turn it is; an entry with nothing to air is passed over. */
function takeTurn(choosing: Choosing): EpisodeChoice | PackageChoice | null {
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
  return asset ? { asset, cursorBefore: null, seed: null, eligibleCount: 1 } : null;
}
