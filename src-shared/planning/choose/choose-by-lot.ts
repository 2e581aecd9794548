import type { AssetId } from '../../model/ids.ts';
import { scheduleTimeOf } from '../../model/scalars.ts';
import { seededIndex } from '../../model/seed.ts';
import { MS_PER_HOUR } from '../../time/units.ts';
import { airedLongestAgo, firstUnaired } from './airing-history.ts';
import type { CatalogAsset } from './catalog.ts';
import type { Choosing } from './choosing.ts';
import { inPool, type ContentPool } from './content-pool.ts';
import { dealFrom } from './deck.ts';
import { localSlotText, randomEpisode, type EpisodeChoice } from './episode-choice.ts';
import { headOf } from './multi-part.ts';
import { candidatesOf } from './pool-candidates.ts';
import { compareText } from '../../model/natural-order.ts';

/** A part that is drawn stands for its episode, which begins with the first. */
export function chooseByHash(choosing: Choosing): EpisodeChoice | null {
  const { catalog, channel, rotation, row, pool, slotAt, restHours } = choosing;
  const drawAt = choosing.drawAt ?? slotAt;
  if (row.content.type === 'series') {
    const choice = randomEpisode(catalog, channel, row.content.seriesId, drawAt);
    return choice && { ...choice, asset: headOf(catalog, choice.asset) };
  }
  const restsFrom = restHours === null ? null : slotAt - restHours * MS_PER_HOUR;
  const candidates = candidatesOf(catalog, pool, rotation.history, restsFrom);
  const seed = `${channel.slug}:${pool.name}:${localSlotText(channel.timezone, drawAt)}`;
  if (candidates.count === 0) return null;
  const drawn = candidates.at(seededIndex(seed, candidates.count));
  if (!drawn) return null;
  return {
    kind: 'asset',
    asset: headInPool(choosing, drawn),
    cursorBefore: null,
    seed,
    eligibleCount: candidates.count,
    rotation: { pool: pool.key },
  };
}

/** The first part that the pool has. */
function headInPool({ catalog, pool }: Choosing, asset: CatalogAsset): CatalogAsset {
  return inPool(catalog, pool, headOf(catalog, asset)) ?? asset;
}

/** A work as the history names it, and the copy that would air. */
interface Head {
  readonly id: AssetId;
  readonly asset: CatalogAsset;
}

/** The pool without later parts, by id; kept, because large pools are asked again and again. */
const headsById = new WeakMap<ContentPool, readonly Head[]>();

function headsOf(choosing: Choosing): readonly Head[] {
  const { pool } = choosing;
  const known = headsById.get(pool);
  if (known) return known;
  const heads = [...pool.byWork]
    .filter(([, asset]) => headInPool(choosing, asset) === asset)
    .map(([id, asset]) => ({ id, asset }))
    .sort((a, b) => compareText(a.id, b.id));
  headsById.set(pool, heads);
  return heads;
}

/** The asset that aired longest ago; what never did comes first; ties by id. Later parts wait for the first. */
export function chooseLongestAgo(choosing: Choosing): EpisodeChoice | null {
  const { rotation, pool, allowed } = choosing;
  const mayAir = (id: string): boolean => {
    const asset = pool.byWork.get(id as AssetId);
    return asset !== undefined && headInPool(choosing, asset) === asset && allowed(asset);
  };
  const asset =
    firstUnaired(rotation.history, headsOf(choosing))?.asset ??
    pool.byWork.get(airedLongestAgo(rotation.history, mayAir) as AssetId);
  return asset
    ? {
        kind: 'asset',
        asset,
        cursorBefore: null,
        seed: null,
        eligibleCount: pool.assets.length,
        rotation: { pool: pool.key },
      }
    : null;
}

/** Deals from one deck for the channel, or from a deck of the row's own. */
export function chooseByDeck(choosing: Choosing, owner: 'channel' | 'row'): EpisodeChoice | null {
  const { catalog, channel, rotation, row, pool, allowed } = choosing;
  const isOwn = owner === 'row';
  const deck = isOwn ? `${pool.key}#shuffle:${row.id}` : `${pool.key}#syndication`;
  const seedBase = isOwn
    ? `${channel.slug}:${pool.name}:shuffle@${scheduleTimeOf(row.startOffsetMinutes)}`
    : `${channel.slug}:${pool.name}:syndication`;
  const dealt = dealFrom(catalog, pool, seedBase, rotation.decks[deck] ?? null, allowed);
  if (!dealt) return null;
  const { round, place, seed } = dealt.state;
  return {
    kind: 'asset',
    asset: dealt.asset,
    cursorBefore: null,
    seed,
    eligibleCount: pool.assets.length,
    rotation: { pool: pool.key, deck, round, place },
  };
}
