import { cooldownOf, LONGEST_HOLD_MS, type SpotKind } from '../model/traffic.ts';
import { seededOrder } from '../model/seed.ts';
import type { DurationMs } from '../time/units.ts';
import { closestSums } from './closest-sums.ts';
import { hasRested, isBelowCap, type Moment } from './gates.ts';
import { lastPlayAt, playsSince } from './play-history.ts';
import type { Spot } from './spots.ts';

/** So much room at the end of a break is filled by the closest sum; before it, spots come in their order. */
const CLOSING_MS = 180_000;
/** So many spots are tried for the closing, and so many more whose lengths are not among theirs. */
const MOST_TRIED = 24;
const MOST_OTHER_LENGTHS = 8;
/** A rest that nobody sees is not worth a search. */
const UNSEEN_MS = 250;

/** What is cut short where nothing fits whole: what is missed least first. */
const CUT_FIRST: readonly SpotKind[] = [
  'filler',
  'trailer',
  'promo',
  'psa',
  'bumper',
  'station-id',
  'stinger',
  'commercial',
  'short',
];

/** Which rule was set aside for a pick. */
export type Relaxation = 'rest' | 'repeat' | 'daily-cap';

/** A spot in a break. */
export interface Pick {
  readonly spot: Spot;
  /** What of it airs, from its start. */
  readonly durationMs: DurationMs;
  /** `null`: no rule had to be set aside. */
  readonly relaxed: Relaxation | null;
}

/** A place to fill and what it is filled by. */
export interface Room {
  readonly durationMs: DurationMs;
  /** Text that is the same for this place and no other. */
  readonly seed: string;
  readonly moment: Moment;
  /** A filler runs for what is left: nothing is repeated, cut short or aired beyond its cap. */
  readonly isFollowedByFiller: boolean;
  /** The last spot may be cut short where none fits; otherwise what is left is for a later break. */
  readonly mayCut: boolean;
}

/** What fills a room, and how it went. */
export interface Choice {
  /** In the order in which they are to air. */
  readonly picks: readonly Pick[];
  /** No spot was left to come, whatever its length. */
  readonly isExhausted: boolean;
}

/**
 * Fills the room with spots, in the order in which they are to air. Each content comes once: what has rested first, in a seeded
 * order, then what has rested longest. Where they are too few for the room, all come again and again in one order, which is
 * the greatest distance that the pool allows. The closing is chosen so that it leaves as little as can be; if that is
 * more than a hold, the closest choice that is longer airs with its last spot cut short, where that may be. Rest, single airing and
 * daily cap are set aside in this order, and not where the rest is strict: then room may be left.
 */
export function chooseSpots(spots: readonly Spot[], room: Room): Choice {
  const { durationMs, seed, moment, isFollowedByFiller, mayCut } = room;
  const { isCooldownStrict, maximumPlaysPerDay } = moment.traffic;
  const { rested, resting } = byRest(spots, seed, moment);
  const inOrder = [...rested, ...(isCooldownStrict ? [] : resting)];
  const playsLeft = (spot: Spot): number =>
    maximumPlaysPerDay === 0 ? Infinity : maximumPlaysPerDay - playsToday(spot, moment);
  const spotsOfRound = (round: number): Spot[] =>
    round > 1 && isFollowedByFiller
      ? []
      : inOrder.filter(
          (spot) => playsLeft(spot) >= round && (round === 1 || mayFollowItself(spot, moment)),
        );
  const filled = fillInRounds(
    durationMs,
    rested.length,
    spotsOfRound,
    mayCut && !isFollowedByFiller,
  );
  const leftMs = durationMs - lengthOf(filled.picks);
  if (isCooldownStrict || isFollowedByFiller || !filled.isExhausted) return filled;
  const byPlays = [...spots].sort((a, b) => playsToday(a, moment) - playsToday(b, moment));
  const beyond = fillInRounds(leftMs, 0, () => byPlays, mayCut);
  const beyondCap = beyond.picks.map((pick): Pick => ({ ...pick, relaxed: 'daily-cap' }));
  return { picks: [...filled.picks, ...beyondCap], isExhausted: beyond.isExhausted };
}

function playsToday({ assetIds }: Spot, { history, dayStartAt }: Moment): number {
  return playsSince(history, assetIds, dayStartAt);
}

/** Whether a spot may come twice in a break: not where its rest is strict. */
function mayFollowItself({ kind }: Spot, { traffic }: Moment): boolean {
  return !traffic.isCooldownStrict || cooldownOf(traffic, kind) === 0;
}

/** Those that have rested in a seeded order, and the others, the longest rest first; none that has had its plays of the day. */
function byRest(
  spots: readonly Spot[],
  seed: string,
  moment: Moment,
): { rested: Spot[]; resting: Spot[] } {
  const open = spots.filter((spot) => isBelowCap.refuses(spot, moment) === null);
  const rested = open.filter((spot) => hasRested.refuses(spot, moment) === null);
  const resting = open.filter((spot) => hasRested.refuses(spot, moment) !== null);
  const lastAt = new Map(
    resting.map((spot) => [spot, lastPlayAt(moment.history, spot.assetIds)] as const),
  );
  resting.sort((a, b) => (lastAt.get(a) ?? 0) - (lastAt.get(b) ?? 0));
  return { rested: seededOrder(seed, rested), resting };
}

/**
 * Whole rounds while they fit, then a choice of the next. A round is a part of the one before it. The choice opens
 * every round, so that each spot of it is a whole round away from itself. `restedCount` of the first round need no leave.
 */
function fillInRounds(
  roomMs: DurationMs,
  restedCount: number,
  spotsOfRound: (round: number) => readonly Spot[],
  mayCut: boolean,
): Choice {
  const rounds: (readonly Spot[])[] = [];
  let leftMs = roomMs;
  let closing: ClosingChoice = { spots: [], cutMs: 0 };
  const first = spotsOfRound(1);
  const restedSpots = new Set(first.slice(0, restedCount));
  let isExhausted = false;
  for (let round = 1; leftMs > LONGEST_HOLD_MS; round += 1) {
    const spots = spotsOfRound(round);
    if (spots.length === 0) {
      isExhausted = true;
      break;
    }
    const totalMs = sumOf(spots);
    if (totalMs > leftMs) {
      closing = chooseClosing(spots, leftMs, round === 1 ? restedCount : 0, mayCut);
      break;
    }
    rounds.push(spots);
    leftMs -= totalMs;
  }
  const opening = new Map(closing.spots.map((spot, index) => [spot, index]));
  const inOrder = rounds.map((spots) => [
    ...closing.spots.filter((spot) => spots.includes(spot)),
    ...spots.filter((spot) => !opening.has(spot)),
  ]);
  const picks = [...inOrder, closing.spots].flatMap((spots, index) =>
    spots.map((spot): Pick => {
      const resting = restedSpots.has(spot) ? null : 'rest';
      return { spot, durationMs: spot.asset.durationMs, relaxed: index > 0 ? 'repeat' : resting };
    }),
  );
  const last = picks.pop();
  if (!last) return { picks: [], isExhausted };
  const ending = { ...last, durationMs: last.durationMs - closing.cutMs };
  return { picks: [...picks, ending], isExhausted };
}

/** Spots for the end of a break, the last of them cut short by so much. */
interface ClosingChoice {
  readonly spots: readonly Spot[];
  readonly cutMs: DurationMs;
}

/** Of spots that are longer together than the room, those that fill it best. */
function chooseClosing(
  spots: readonly Spot[],
  roomMs: DurationMs,
  restedCount: number,
  mayCut: boolean,
): ClosingChoice {
  const taken: Spot[] = [];
  let leftMs = roomMs;
  for (const [index, spot] of spots.entries()) {
    const tried = sumOf(spots.slice(index, index + MOST_TRIED));
    const isNear = leftMs - spot.asset.durationMs < CLOSING_MS;
    if (isNear && (tried > leftMs || index + MOST_TRIED >= spots.length)) break;
    taken.push(spot);
    leftMs -= spot.asset.durationMs;
  }
  const tried = spotsToTry(spots.slice(taken.length));
  const { under, over } = closestSums(
    tried.map(({ asset }) => asset.durationMs),
    leftMs,
    {
      atOnceMs: UNSEEN_MS,
      atStepsMs: LONGEST_HOLD_MS,
      steps: [restedCount - taken.length, Math.min(MOST_TRIED, tried.length)],
    },
  );
  const spotsAt = (places: readonly number[]): Spot[] =>
    places.flatMap((place) => tried[place] ?? []);
  if (!mayCut || over === null || leftMs - under.sumMs <= LONGEST_HOLD_MS) {
    return { spots: [...taken, ...spotsAt(under.places)], cutMs: 0 };
  }
  const cutMs = over.sumMs - leftMs;
  const longer = spotsAt(over.places);
  const cut = leastMissed(longer, cutMs);
  return { spots: [...taken, ...longer.filter((spot) => !cut.includes(spot)), ...cut], cutMs };
}

/** The one of the spots that is cut short by so much. */
function leastMissed(spots: readonly Spot[], cutMs: DurationMs): Spot[] {
  const long = spots.filter(({ asset }) => asset.durationMs - cutMs > LONGEST_HOLD_MS);
  const rank = ({ kind }: Spot): number => CUT_FIRST.indexOf(kind);
  return [...(long.length > 0 ? long : spots)]
    .sort((a, b) => rank(a) - rank(b) || b.asset.durationMs - a.asset.durationMs)
    .slice(0, 1);
}

/** The first spots, then some of other lengths, which may fill what those cannot. */
function spotsToTry(spots: readonly Spot[]): Spot[] {
  const tried = spots.slice(0, MOST_TRIED);
  const tenthsOf = ({ asset }: Spot): number => Math.round(asset.durationMs / 100);
  const lengths = new Set(tried.map(tenthsOf));
  for (const spot of spots.slice(MOST_TRIED)) {
    if (lengths.size >= MOST_TRIED + MOST_OTHER_LENGTHS) break;
    if (tried.length >= MOST_TRIED + MOST_OTHER_LENGTHS) break;
    if (lengths.has(tenthsOf(spot))) continue;
    lengths.add(tenthsOf(spot));
    tried.push(spot);
  }
  return tried;
}

function sumOf(spots: readonly Spot[]): DurationMs {
  return spots.reduce((sum, { asset }) => sum + asset.durationMs, 0);
}

function lengthOf(picks: readonly Pick[]): DurationMs {
  return picks.reduce((sum, { durationMs }) => sum + durationMs, 0);
}
