import type { DeckState } from '../../model/schedule-day.ts';
import { hashText } from '../../model/seed.ts';
import type { Catalog, CatalogAsset } from './catalog.ts';
import type { ContentPool } from './content-pool.ts';
import { workIdOf } from './copies.ts';
import { storyOf } from './multi-part.ts';
import { partOfTitle } from './part-of-title.ts';
import { twoDigits } from '../../time/clock-text.ts';
import { compareText } from '../../model/natural-order.ts';
import { firstIndexWhere } from '../../time/bisect.ts';

/** A card of a shuffled deck. Places ascend through the deck and depend on nothing but the seed and the card. */
export interface DeckCard {
  readonly place: string;
  readonly asset: CatalogAsset;
}

/** A card and the state of the deck once it is dealt. */
export interface Deal {
  readonly asset: CatalogAsset;
  readonly state: DeckState;
}

/** What a deck is made of. */
export type Cards = Pick<ContentPool, 'assets'>;

/** Shuffled decks are dear to make and asked for again and again; a few of each pool are kept. */
const shuffled = new WeakMap<Cards, Map<string, readonly DeckCard[]>>();
const KEPT_DECKS = 6;
const MOST_SHUFFLES = 16;

/** What is on a card, whatever the seed. */
export interface CardFace {
  /** What it is called on every station: parts of one story share it, so that they stay together. */
  readonly name: string;
  /** Its part and its work, which tell cards of one name apart. */
  readonly ending: string;
}

/** Faces are the same for every shuffle; the titles of a large library are read once. */
const faces = new WeakMap<Cards, readonly CardFace[]>();

function facesOf(catalog: Catalog, pool: Cards): readonly CardFace[] {
  const known = faces.get(pool);
  if (known) return known;
  const made = pool.assets.map((asset) => faceOf(catalog, asset));
  faces.set(pool, made);
  return made;
}

function faceOf(catalog: Catalog, asset: CatalogAsset): CardFace {
  // By the first copy, so that the card keeps its place when a better one joins.
  const first = catalog.works.get(asset.id)?.first ?? asset;
  const title = partOfTitle(first.title);
  return {
    name: cardName(catalog, first, title),
    ending: `.${twoDigits(title?.part ?? 0)}.${workIdOf(catalog, asset.id)}`,
  };
}

function cardName(
  catalog: Catalog,
  asset: CatalogAsset,
  title: ReturnType<typeof partOfTitle>,
): string {
  const series = (asset.seriesTitle ?? '').toLowerCase();
  const story = storyOf(catalog, asset.id);
  if (title && asset.seriesId !== null) {
    const season = story?.head.seasonNumber ?? asset.seasonNumber;
    return JSON.stringify([series, season, title.base]);
  }
  if (title && story) return JSON.stringify([series, title.base, asset.year]);
  const { seasonNumber, episodeNumber, year } = asset;
  return JSON.stringify([series, seasonNumber, episodeNumber, asset.title.toLowerCase(), year]);
}

/** The place that the seed gives to a card; that of its work, whichever copy it is. */
export function placeOfCard({ name, ending }: CardFace, seed: string): string {
  return `${hashText(`${seed}:${name}`).slice(0, 16)}${ending}`;
}

/**
 * The cards in the order that the seed gives them; parts of one story follow each other. A seed always goes with the same
 * `placeOf`.
 */
export function shuffledDeck(
  catalog: Catalog,
  pool: Cards,
  seed: string,
  placeOf: typeof placeOfCard = placeOfCard,
): readonly DeckCard[] {
  const decks = shuffled.get(pool) ?? new Map<string, readonly DeckCard[]>();
  shuffled.set(pool, decks);
  const known = decks.get(seed);
  if (known) return known;
  const deck = facesOf(catalog, pool)
    .flatMap((face, index) => {
      const asset = pool.assets[index];
      return asset ? [{ place: placeOf(face, seed), asset }] : [];
    })
    .sort((a, b) => compareText(a.place, b.place));
  const [oldest] = decks.keys();
  if (decks.size >= KEPT_DECKS && oldest !== undefined) decks.delete(oldest);
  decks.set(seed, deck);
  return deck;
}

/** The first allowed card past the place; places ascend. */
export function firstAfter(
  deck: readonly DeckCard[],
  after: string,
  allowed: (asset: CatalogAsset) => boolean,
): DeckCard | null {
  const first = firstIndexWhere(deck, ({ place }) => place > after);
  for (let index = first; index < deck.length; index += 1) {
    const card = deck[index];
    if (card && allowed(card.asset)) return card;
  }
  return null;
}

/** Deals the first card of the next deck, whatever is left of this one; else as {@link dealFrom}. */
export function dealNewRound(
  catalog: Catalog,
  pool: ContentPool,
  seedBase: string,
  before: DeckState | null,
  allowed: (asset: CatalogAsset) => boolean,
): Deal | null {
  // No card lies behind it: ranks are hexadecimal.
  const end = before && { ...before, place: `${'~'.repeat(16)}.99.${idInPlace(before.place)}` };
  return dealFrom(catalog, pool, seedBase, end, allowed);
}

/** The id of the work at the end of a card's place. */
function idInPlace(place: string): string {
  return place.slice(place.indexOf('.', 17) + 1);
}

/**
 * Deals the next card. A deck that has gone round is shuffled anew under the next number, so that its first card is not the one
 * just dealt. A card that has joined meanwhile comes at the place its hash gives it, in this round or, if that place has
 * passed, in the next; one that is gone is passed over. `allowed` may pass over cards; `null` when it allows none.
 */
export function dealFrom(
  catalog: Catalog,
  pool: ContentPool,
  seedBase: string,
  before: DeckState | null,
  allowed: (asset: CatalogAsset) => boolean,
): Deal | null {
  if (before) {
    const card = firstAfter(shuffledDeck(catalog, pool, before.seed), before.place, allowed);
    if (card) return { asset: card.asset, state: { ...before, place: card.place } };
  }
  const lastId = before === null ? null : idInPlace(before.place);
  let round = (before?.round ?? 0) + 1;
  for (let tries = 1; ; tries += 1, round += 1) {
    const seed = `${seedBase}:${String(round)}`;
    const card = shuffledDeck(catalog, pool, seed).find(({ asset }) => allowed(asset));
    if (!card) return null;
    const isRepeat = workIdOf(catalog, card.asset.id) === lastId && pool.assets.length > 1;
    if (!isRepeat || tries >= MOST_SHUFFLES) {
      return { asset: card.asset, state: { round, seed, place: card.place } };
    }
  }
}
