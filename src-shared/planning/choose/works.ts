import { isInterstitial, type AssetKind } from '../../model/asset.ts';
import type { AssetId } from '../../model/ids.ts';
import { nameKey } from '../../model/name-key.ts';
import type { EpochMs } from '../../time/units.ts';
import { partOfTitle } from './part-of-title.ts';
import { compareText } from '../../model/natural-order.ts';

/** What an asset says of the work that it is a copy of. */
export interface WorkName {
  readonly kind: AssetKind;
  readonly title: string;
  readonly year: number | null;
  readonly seriesTitle: string | null;
  readonly seasonNumber: number | null;
  readonly episodeNumber: number | null;
  /** What tells its bytes from those of other files, if known. */
  readonly contentIdentity?: string | null;
}

/**
 * What a programme is, whatever file holds it: a film by title and year, an episode by series, season and number; `null`
 * where the name says too little to be sure. Interstitials have no such key: many share a title.
 */
export function workKey(
  item: Omit<WorkName, 'contentIdentity'>,
  keyOf: (name: string) => string = nameKey,
): string | null {
  const { kind, title, year, seriesTitle, seasonNumber, episodeNumber } = item;
  const isFilm = kind === 'movie' && year !== null;
  const isNumbered = kind === 'episode' && seasonNumber !== null && episodeNumber !== null;
  if (!isFilm && !isNumbered) return null;
  const name = keyOf(isFilm ? title : (seriesTitle ?? ''));
  if (name === '') return null;
  const number = isFilm ? String(year) : `${String(seasonNumber)}/${String(episodeNumber)}`;
  return `${kind}/${name}/${number}`;
}

/**
 * Those of the items that are copies of one work, in groups of two or more: of one name (see {@link workKey}), or of the same bytes
 * where not both names say what they are. Files of one name that call themselves different parts are different works.
 */
export function groupByWork<Item extends WorkName>(items: readonly Item[]): Item[][] {
  // Few series have many episodes, and a key is dear.
  const keys = new Map<string, string>();
  const keyOf = (name: string): string => {
    const known = keys.get(name) ?? nameKey(name);
    keys.set(name, known);
    return known;
  };
  const keyed = Map.groupBy(items, (item) => workKey(item, keyOf));
  const nameless = keyed.get(null) ?? [];
  const works = [...keyed].flatMap(([key, named]) => (key === null ? [] : byPart(named)));
  const byContent = new Map<string, Item[]>();
  const isAmbiguous = new Set<string>();
  for (const work of works) {
    for (const content of new Set(work.map(contentKey))) {
      if (content === null) continue;
      if (byContent.has(content)) isAmbiguous.add(content);
      byContent.set(content, work);
    }
  }
  for (const item of nameless) {
    const bytes = contentKey(item);
    const content = bytes !== null && isAmbiguous.has(bytes) ? `nameless ${bytes}` : bytes;
    const known = content === null ? undefined : byContent.get(content);
    if (known) known.push(item);
    else {
      const alone = [item];
      works.push(alone);
      if (content !== null) byContent.set(content, alone);
    }
  }
  return works.filter(({ length }) => length > 1);
}

/** Bytes of a programme and of an interstitial are never one work: they air for different reasons. */
function contentKey({ kind, contentIdentity }: WorkName): string | null {
  if (contentIdentity === null || contentIdentity === undefined) return null;
  return `${isInterstitial(kind) ? 'interstitial' : 'programme'} ${contentIdentity}`;
}

/** Copies of one name, apart by the part that their titles name where those differ. */
function byPart<Item extends WorkName>(named: Item[]): Item[][] {
  if (named.length === 1) return [named];
  const parts = Map.groupBy(named, ({ title }) => partOfTitle(title)?.part ?? null);
  const isParted = [...parts.keys()].filter((part) => part !== null).length > 1;
  return isParted ? [...parts.values()] : [named];
}

/** What decides which of several copies airs. */
export interface Copy extends WorkName {
  readonly id: AssetId;
  readonly durationMs: number;
  /** Lines of the picture, if known. */
  readonly pictureHeight?: number | null;
  /** When the library first saw it, if known. */
  readonly addedAt?: EpochMs;
  /** Copies of the same work that may not air. */
  readonly unavailableCopies?: readonly UnavailableCopy[];
}

/** A copy that may not air. */
export interface UnavailableCopy {
  readonly id: AssetId;
  readonly addedAt: EpochMs;
}

/** A work of which the library has several copies, of which at least one may air. */
export interface Work<Item extends Copy> {
  /**
   * The id of the copy that the library saw first, which may not air any more. Rotations know the work by it: a copy that joins
   * changes nothing.
   */
  readonly id: AssetId;
  /** Of those that may air the one that the library saw first: decks name the work's card after it. */
  readonly first: Item;
  /** Those that may air, the best first; the others are its reserve. */
  readonly copies: readonly [Item, ...Item[]];
}

/** The best first: of the higher picture, then the longer, then by id. */
export function compareCopies(a: Copy, b: Copy): number {
  const byHeight = (b.pictureHeight ?? 0) - (a.pictureHeight ?? 0);
  return byHeight || b.durationMs - a.durationMs || compareText(a.id, b.id);
}

function compareAdded(a: Partial<UnavailableCopy>, b: Partial<UnavailableCopy>): number {
  return (a.addedAt ?? 0) - (b.addedAt ?? 0) || ((a.id ?? '') < (b.id ?? '') ? -1 : 1);
}

/** The works of several copies by the id of each copy, be it eligible or not. */
export function worksOf<Item extends Copy>(
  eligible: readonly Item[],
): ReadonlyMap<AssetId, Work<Item>> {
  const works = new Map<AssetId, Work<Item>>();
  const grouped = new Set<Item>();
  const note = (group: readonly Item[]): void => {
    const [best, ...reserve] = [...group].sort(compareCopies);
    if (!best) return;
    const gone = group.flatMap(({ unavailableCopies }) => unavailableCopies ?? []);
    const all = [...group, ...gone].sort(compareAdded);
    const [first = best] = [...group].sort(compareAdded);
    const work: Work<Item> = { id: all[0]?.id ?? best.id, first, copies: [best, ...reserve] };
    for (const { id } of all) works.set(id, work);
  };
  for (const group of groupByWork(eligible)) {
    for (const item of group) grouped.add(item);
    note(group);
  }
  for (const item of eligible) {
    if (item.unavailableCopies !== undefined && !grouped.has(item)) note([item]);
  }
  return works;
}

/** The works of which at least one copy is kept, with those copies. */
export function keepWorks<Item extends Copy>(
  works: ReadonlyMap<AssetId, Work<Item>>,
  isKept: (copy: Item) => boolean,
): ReadonlyMap<AssetId, Work<Item>> {
  const made = new Map<Work<Item>, Work<Item> | null>();
  const kept = new Map<AssetId, Work<Item>>();
  for (const [id, work] of works) {
    let found = made.get(work);
    if (found === undefined) {
      const [best, ...reserve] = work.copies.filter(isKept);
      found = best ? { ...work, copies: [best, ...reserve] } : null;
      made.set(work, found);
    }
    if (found) kept.set(id, found);
  }
  return kept;
}

/** The list with one copy of each work, the best of those that are in it, in the place of that one. */
export function oneOfEach<Item extends Copy>(
  works: ReadonlyMap<AssetId, Work<Item>>,
  list: readonly Item[],
): readonly Item[] {
  if (works.size === 0) return list;
  const best = new Map<Work<Item>, Item>();
  for (const item of list) {
    const work = works.get(item.id);
    if (!work) continue;
    const there = best.get(work);
    if (!there || compareCopies(item, there) < 0) best.set(work, item);
  }
  return list.filter((item) => {
    const work = works.get(item.id);
    return work === undefined || best.get(work) === item;
  });
}
