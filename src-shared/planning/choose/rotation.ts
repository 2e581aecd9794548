import type { AssetId } from '../../model/ids.ts';
import { POLICY_TRAITS, type EpisodePolicy } from '../../model/episode-policy.ts';
import type {
  Airing,
  AiringMember,
  Carry,
  CursorPlace,
  DeckState,
} from '../../model/schedule-day.ts';
import type { EpochMs } from '../../time/units.ts';
import { noteAiring, openHistory, writeHistory, type AiringHistory } from './airing-history.ts';
import { partOfTitle } from './part-of-title.ts';
import type { Remembered } from './remembered.ts';

/** Where all rotations stand while a day is resolved. Moved once per placed airing. */
export interface Rotation {
  readonly cursors: Record<string, AssetId>;
  readonly places: Record<string, CursorPlace>;
  readonly decks: Record<string, DeckState>;
  readonly turns: Record<string, number>;
  readonly parts: Record<string, AssetId>;
  readonly history: AiringHistory;
}

/** A copy of the carried rotation, free to be moved. */
export function rotationOf(carry: Carry): Rotation {
  return {
    cursors: { ...carry.cursors },
    places: { ...carry.places },
    decks: { ...carry.decks },
    turns: { ...carry.turns },
    parts: { ...carry.parts },
    history: openHistory(carry),
  };
}

/** The turns of a zone begin anew with every day; they are not carried. */
export const ZONE_TURN_PREFIX = 'zone:';

/** What of the rotation goes into the carry; what is empty is left out. */
export function carryOfRotation(
  rotation: Rotation,
): Pick<Carry, 'cursors' | 'places' | 'decks' | 'turns' | 'parts' | 'airedByDate'> {
  const { cursors, places, decks, parts, history } = rotation;
  const airedByDate = writeHistory(history);
  const turns = Object.fromEntries(
    Object.entries(rotation.turns).filter(([key]) => !key.startsWith(ZONE_TURN_PREFIX)),
  );
  return {
    cursors,
    places,
    ...(isEmpty(decks) ? {} : { decks }),
    ...(isEmpty(turns) ? {} : { turns }),
    ...(isEmpty(parts) ? {} : { parts }),
    ...(airedByDate === null ? {} : { airedByDate }),
  };
}

function isEmpty(record: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(record).length === 0;
}

/** The rotation in which parts of an episode wait for each other; without a policy the library's own deck. */
export function partsKey(pool: string, policy: EpisodePolicy | null): string {
  return `${pool}#${policy ?? 'deck'}`;
}

/** What of an airing moves rotations. */
export type RotatingAiring = Pick<
  Airing,
  | 'content'
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
 * assets that are remembered, when it aired.
 */
export function recordAiring(
  rotation: Rotation,
  airing: RotatingAiring,
  remembered: Remembered,
): void {
  const { content } = airing;
  switch (content.kind) {
    case 'asset':
      recordAsset(rotation, airing, content.assetId, remembered);
      return;
    case 'package':
      recordMembers(rotation, airing, content.members, remembered);
      return;
    case 'shorts': {
      const shorts = shortsOf(airing);
      for (const short of shorts) recordAiring(rotation, short, remembered);
      if (shorts.length === 0) recordMembers(rotation, airing, content.members, remembered);
      return;
    }
    case 'slate':
      return;
  }
}

function recordAsset(
  rotation: Rotation,
  airing: RotatingAiring,
  assetId: AssetId,
  remembered: Remembered,
): void {
  const { seriesId, lineage } = airing;
  note(rotation, remembered, assetId, airing.startAt);
  const { policy, rotation: step } = lineage;
  if (policy === null && step === undefined) return;
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
        : {
            ...place,
            seriesTitle,
            seriesId,
            year: airing.year,
            ...(step.stars === undefined ? {} : { stars: step.stars }),
          };
    }
    if (step.turn !== undefined) rotation.turns[step.pool] = step.turn;
    const { deck, round, place: dealt } = step;
    if (deck !== undefined && round !== undefined && dealt !== undefined) {
      rotation.decks[deck] = { round, seed: lineage.seed ?? '', place: dealt };
    }
  }
  const pool = step?.pool ?? seriesId;
  const keepsParts = policy !== null && !POLICY_TRAITS[policy].scattersParts;
  if (keepsParts || pool === null) return;
  const key = partsKey(pool, policy);
  if (partOfTitle(place.title)) rotation.parts[key] = assetId;
  else Reflect.deleteProperty(rotation.parts, key);
}

function note(rotation: Rotation, remembered: Remembered, assetId: AssetId, at: EpochMs): void {
  const work = remembered.workOf(assetId);
  if (remembered.has(work)) noteAiring(rotation.history, work, at);
}

/** Packed shorts, each as if it had been placed alone; none for other airings, and for shorts that an encore repeats. */
export function shortsOf({ content, startAt, lineage }: RotatingAiring): RotatingAiring[] {
  if (content.kind !== 'shorts') return [];
  return content.members.flatMap(
    ({ choice, startMs, role: _role, assetId, kind: assetKind, ...short }) =>
      choice
        ? [
            {
              ...short,
              content: { kind: 'asset', assetId, assetKind },
              startAt: startAt + startMs,
              lineage: { ...lineage, ...choice },
            },
          ]
        : [],
  );
}

/** Moves the rotations to the last of the chosen members, and the turn of the list that the package came from. */
function recordMembers(
  rotation: Rotation,
  { startAt, lineage }: Pick<Airing, 'startAt' | 'lineage'>,
  members: readonly AiringMember[],
  remembered: Remembered,
): void {
  for (const { assetId, startMs } of members) {
    note(rotation, remembered, assetId, startAt + startMs);
  }
  const { policy, rotation: step } = lineage;
  if (!step) return;
  if (step.turn !== undefined) rotation.turns[step.pool] = step.turn;
  if (policy !== null) Reflect.deleteProperty(rotation.parts, partsKey(step.pool, policy));
  const last = members.findLast(({ role }) => role === 'chosen');
  if (!last) return;
  if (step.cursor !== undefined) {
    const { seasonNumber, episodeNumber, title, episodeTitle, seriesId, year } = last;
    rotation.cursors[step.cursor] = last.assetId;
    rotation.places[step.cursor] = {
      seasonNumber,
      episodeNumber,
      title: episodeTitle ?? title,
      seriesTitle: episodeTitle === null ? null : title,
      seriesId,
      year,
    };
  }
  const { round, place, seed } = last;
  if (step.deck !== undefined && round !== undefined && place !== undefined) {
    rotation.decks[step.deck] = { round, seed: seed ?? '', place };
  }
}
