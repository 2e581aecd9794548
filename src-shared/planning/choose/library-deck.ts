import type { AssetId } from '../../model/ids.ts';
import type { DeckState } from '../../model/schedule-day.ts';
import { countedMs, type ChannelTime } from '../../time/broadcast-day.ts';
import { MS_PER_MINUTE, type DurationMs } from '../../time/units.ts';
import type { Catalog, CatalogAsset } from './catalog.ts';
import { isOneWork } from './copies.ts';
import { firstAfter, placeOfCard, shuffledDeck, type Cards, type Deal } from './deck.ts';
import type { EpisodeChoice } from './episode-choice.ts';
import { headOf, storyOf } from './multi-part.ts';
import { partsKey, type Rotation } from './rotation.ts';

/** The pool of default programming from the whole library, in the rotation. */
export const LIBRARY_POOL = 'library';

/** A gap that the library is to fill, from its beginning on. */
export interface LibraryGap {
  readonly catalog: Catalog;
  readonly channel: Slotted & { readonly slug: string };
  readonly rotation: Pick<Rotation, 'decks' | 'parts'>;
  readonly roomMs: DurationMs;
  /** Whether the asset is on the air of the day for another reason. */
  readonly isTaken: (asset: CatalogAsset) => boolean;
  readonly lastAssetId: AssetId | null;
}

/** What tells how many grid slots content takes. */
type Slotted = Pick<ChannelTime, 'gridMinutes' | 'overrunToleranceMs'>;

/** Shorter than half of a grid slot: such programmes share slots and go round among themselves. */
const SHORT_SLOTS = 0.5;

/** The programmes that take equally many grid slots; a story of several parts counts as a whole and stands for itself by its head. */
interface Lane extends Cards {
  readonly slots: number;
}

const lanes = new WeakMap<Catalog, Map<string, readonly Lane[]>>();

function lanesOf(catalog: Catalog, channel: Slotted): readonly Lane[] {
  const ofCatalog = lanes.get(catalog) ?? new Map<string, readonly Lane[]>();
  lanes.set(catalog, ofCatalog);
  const { gridMinutes, overrunToleranceMs = 0 } = channel;
  const key = `${String(gridMinutes)} ${String(overrunToleranceMs)}`;
  const known = ofCatalog.get(key);
  if (known) return known;
  const gridMs = gridMinutes * MS_PER_MINUTE;
  const heads = catalog.programmes.filter((asset) => headOf(catalog, asset) === asset);
  const bySlots = Map.groupBy(heads, (head) => {
    const slots = lengthOf(catalog, head, channel) / gridMs;
    return slots < SHORT_SLOTS ? SHORT_SLOTS : Math.ceil(slots);
  });
  const made = [...bySlots].map(([slots, assets]) => ({ slots, assets }));
  ofCatalog.set(key, made);
  return made;
}

/** The length of the programme with the parts that follow it, each from a grid line on. */
function lengthOf(catalog: Catalog, head: CatalogAsset, channel: Slotted): DurationMs {
  const gridMs = channel.gridMinutes * MS_PER_MINUTE;
  let lengthMs = 0;
  for (let part: CatalogAsset | null = head; part; part = storyOf(catalog, part.id)?.next ?? null) {
    lengthMs = Math.ceil(lengthMs / gridMs) * gridMs + countedMs(part.durationMs, channel);
  }
  return lengthMs;
}

/** Whether a gap of the length is long enough for the programme with the parts that follow it. */
export function fitsGap(
  catalog: Catalog,
  asset: CatalogAsset,
  channel: Slotted,
  roomMs: DurationMs,
): boolean {
  return lengthOf(catalog, asset, channel) <= roomMs;
}

/**
 * Deals the next programme for a gap. The library is one deck, shuffled anew when it has gone round, in two halves that stay, so that
 * about half of the library lies between two airings of a title. What is too long for the gap waits: programmes of equal slots go
 * round among themselves, and of those that fit the one comes whose round lags behind, then the one whose place comes first. One that
 * could not air for rounds takes up the round of the others and does not make up for what it missed. What is on the air of the
 * day for another reason, or was last, is passed over while there is anything else. `null` when nothing fits.
 */
export function pickFromLibrary(gap: LibraryGap): EpisodeChoice | null {
  const { catalog, channel, roomMs } = gap;
  const gridMs = channel.gridMinutes * MS_PER_MINUTE;
  const fits = (asset: CatalogAsset): boolean => fitsGap(catalog, asset, channel, roomMs);
  const fitting = lanesOf(catalog, channel).filter(
    ({ slots, assets }) =>
      slots * gridMs <= roomMs || ((slots - 1) * gridMs < roomMs && assets.some(fits)),
  );
  const eligibleCount = fitting.reduce((sum, { assets }) => sum + assets.length, 0);
  const following = partThatFollows(gap);
  if (following) return { ...following, eligibleCount };
  const wishes: readonly Wish[] = [
    { allowed: (asset) => fits(asset) && !gap.isTaken(asset), mayRepeat: false },
    { allowed: fits, mayRepeat: false },
    { allowed: fits, mayRepeat: true },
  ];
  for (const wish of wishes) {
    const dealt = dealFrom(gap, fitting, wish);
    if (!dealt) continue;
    const { asset, state, deck } = dealt;
    const { seed, round, place } = state;
    return {
      kind: 'asset',
      asset,
      cursorBefore: null,
      seed,
      eligibleCount,
      rotation: { pool: LIBRARY_POOL, deck, round, place },
    };
  }
  return null;
}

/** What may be dealt. What is not allowed loses its turn; what was last only waits. */
interface Wish {
  readonly allowed: (asset: CatalogAsset) => boolean;
  readonly mayRepeat: boolean;
}

/** The part after the one that the library aired last. */
function partThatFollows({
  catalog,
  channel,
  rotation,
  roomMs,
}: LibraryGap): Omit<EpisodeChoice, 'eligibleCount'> | null {
  const lastId = rotation.parts[partsKey(LIBRARY_POOL, null)];
  const next = lastId === undefined ? null : storyOf(catalog, lastId)?.next;
  if (lastId === undefined || !next || countedMs(next.durationMs, channel) > roomMs) return null;
  return {
    kind: 'asset',
    asset: next,
    cursorBefore: lastId,
    seed: null,
    rotation: { pool: LIBRARY_POOL },
  };
}

interface LaneDeal extends Deal {
  readonly deck: string;
  /** The round that all other lanes of the gap have reached. */
  readonly roundOfOthers: number;
}

/** The next card of all lanes, with the round that it counts for. */
function dealFrom(gap: LibraryGap, fitting: readonly Lane[], wish: Wish): LaneDeal | null {
  let first: LaneDeal | null = null;
  for (const lane of fitting) {
    const deck = deckOfLane(lane);
    const rounds = fitting
      .filter((other) => other !== lane)
      .flatMap((other) => gap.rotation.decks[deckOfLane(other)]?.round ?? []);
    const roundOfOthers = rounds.length === 0 ? 1 : Math.min(...rounds);
    const before = gap.rotation.decks[deck] ?? null;
    const deal = dealFromLane(gap, lane, before, roundOfOthers, wish);
    if (!deal || (first && !isBefore(deal.state, first.state))) continue;
    first = { ...deal, deck, roundOfOthers };
  }
  if (!first) return null;
  const round = Math.max(first.state.round, first.roundOfOthers);
  return { ...first, state: { ...first.state, round } };
}

function deckOfLane({ slots }: Lane): string {
  return `${LIBRARY_POOL}#${String(slots)}`;
}

function isBefore(a: DeckState, b: DeckState): boolean {
  return a.round !== b.round ? a.round < b.round : a.place < b.place;
}

/** More shuffles of a round would not help: the lane has but one card. */
const MOST_SHUFFLES = 16;

function dealFromLane(
  { catalog, channel, lastAssetId }: LibraryGap,
  lane: Lane,
  before: DeckState | null,
  firstRound: number,
  { allowed, mayRepeat }: Wish,
): Deal | null {
  const base = `${channel.slug}:${LIBRARY_POOL}`;
  const waits = ({ id }: CatalogAsset): boolean =>
    !mayRepeat && lastAssetId !== null && isOneWork(catalog, id, lastAssetId);
  // The first digit of a hash that no round changes tells the half.
  const placeOf: typeof placeOfCard = (face, seed) =>
    `${placeOfCard(face, base) < '8' ? 'a' : 'b'}${placeOfCard(face, seed)}`;
  const deckOf = (seed: string) => shuffledDeck(catalog, lane, seed, placeOf);
  const card = before && firstAfter(deckOf(before.seed), before.place, allowed);
  if (before && card) {
    return waits(card.asset)
      ? null
      : { asset: card.asset, state: { ...before, place: card.place } };
  }
  const round = before === null ? firstRound : before.round + 1;
  for (let shuffle = 1; shuffle <= MOST_SHUFFLES; shuffle += 1) {
    const seed = `${base}:${String(round)}${shuffle === 1 ? '' : `:${String(shuffle)}`}`;
    const first = deckOf(seed).find(({ asset }) => allowed(asset));
    if (!first) return null;
    if (!waits(first.asset))
      return { asset: first.asset, state: { round, seed, place: first.place } };
  }
  return null;
}
