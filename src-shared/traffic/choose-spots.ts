import { LONGEST_HOLD_MS, type Relaxation, type SpotKind } from '../model/traffic.ts';
import { seededOrder } from '../model/seed.ts';
import type { DurationMs } from '../time/units.ts';
import { closestSums } from './closest-sums.ts';
import {
  afterPick,
  GATES,
  refusalOf,
  relaxationFor,
  relaxationsUpTo,
  timesInBreak,
  type Gate,
  type Moment,
  type SetAside,
} from './gates.ts';
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
 * more than a hold, the closest choice that is longer airs with its last spot cut short, where that may be. Every pick passes the
 * gates, or those that refuse it are set aside in the order of `RELAXATIONS`, as far as the channel lets them: then
 * room may be left.
 */
export function chooseSpots(
  spots: readonly Spot[],
  room: Room,
  gates: readonly Gate[] = GATES,
): Choice {
  const { durationMs, seed, moment, isFollowedByFiller, mayCut } = room;
  const { inOrder, restedCount } = inOrderOf(spots, seed, moment, gates);
  const filled = fillByGates({
    spots: inOrder,
    roomMs: durationMs,
    restedCount,
    mayCut: mayCut && !isFollowedByFiller,
    mayLeave: !mayCut && !isFollowedByFiller,
    mostRounds: isFollowedByFiller ? 1 : Infinity,
    setAsideIn: (round) => (round === 1 ? 'rest' : 'repeat'),
    moment,
    gates,
  });
  if (isFollowedByFiller || !filled.isExhausted) return filled;
  const next = filled.picks.reduce(
    (before, pick) => afterPick(before, pick.spot, pick.durationMs),
    { ...moment, roomMs: durationMs },
  );
  const beyond = fillByGates({
    spots: [...spots].sort((a, b) => playsToday(a, moment) - playsToday(b, moment)),
    roomMs: next.roomMs,
    restedCount: 0,
    mayCut,
    mayLeave: !mayCut,
    mostRounds: Infinity,
    setAsideIn: () => 'daily-cap',
    moment: next,
    gates,
  });
  return { picks: [...filled.picks, ...beyond.picks], isExhausted: beyond.isExhausted };
}

function playsToday({ assetIds }: Spot, { history, dayStartAt }: Moment): number {
  return playsSince(history, assetIds, dayStartAt);
}

/** What needs nothing set aside in a seeded order, and the others, the longest rest first. */
function inOrderOf(
  spots: readonly Spot[],
  seed: string,
  moment: Moment,
  gates: readonly Gate[],
): { inOrder: Spot[]; restedCount: number } {
  const rested: Spot[] = [];
  const resting: { spot: Spot; lastAt: number }[] = [];
  for (const spot of spots) {
    if (relaxationFor(spot, moment, gates) === null) rested.push(spot);
    else resting.push({ spot, lastAt: lastPlayAt(moment.history, spot.assetIds) });
  }
  resting.sort((a, b) => (a.lastAt === b.lastAt ? 0 : a.lastAt - b.lastAt));
  return {
    inOrder: [...seededOrder(seed, rested), ...resting.map(({ spot }) => spot)],
    restedCount: rested.length,
  };
}

/** Room, and the spots that fill it in rounds, the first of which is 1. */
interface Rounds {
  /** In the order in which they come. */
  readonly spots: readonly Spot[];
  readonly roomMs: DurationMs;
  /** So many at the front of the first round need nothing set aside. */
  readonly restedCount: number;
  readonly mayCut: boolean;
  /** What is left is filled in a later break, so that nothing need come again soon for its length alone. */
  readonly mayLeave: boolean;
  readonly mostRounds: number;
  /** The rules up to this one are set aside in a round. */
  readonly setAsideIn: (round: number) => Relaxation;
  readonly moment: Moment;
  readonly gates: readonly Gate[];
}

/** A spot that comes in a round. */
interface Drawn {
  readonly spot: Spot;
  readonly durationMs: DurationMs;
  readonly round: number;
}

/**
 * Fills the room in rounds. The gates are asked before a round as if each spot were in the break once for every round before it,
 * and again for each pick in turn, since other spots that are in the break by then may speak against it. What is refused then
 * waits with those that need something set aside, or comes in no later round, and the room is filled anew.
 */
function fillByGates(asked: Rounds): Choice {
  const mostRoundsOf = new Map<Spot, number>();
  let rounds = asked;
  for (;;) {
    const { drawn, isExhausted } = fillInRounds(rounds, mostRoundsOf);
    const { picks, refused } = judgeInTurn(rounds, drawn);
    if (refused === null) return { picks, isExhausted };
    const { spot, round } = refused;
    const { spots, restedCount } = rounds;
    if (isRested(rounds, refused)) {
      const rested = spots.slice(0, restedCount).filter((other) => other !== spot);
      const ordered = [...rested, spot, ...spots.slice(restedCount)];
      rounds = { ...rounds, spots: ordered, restedCount: rested.length };
    } else mostRoundsOf.set(spot, round - 1);
  }
}

function isRested({ spots, restedCount }: Rounds, { spot, round }: Drawn): boolean {
  return round === 1 && spots.indexOf(spot) < restedCount;
}

/** The picks, each with the last rule that is set aside for it, up to the first that a gate refuses. */
function judgeInTurn(
  rounds: Rounds,
  drawn: readonly Drawn[],
): { picks: Pick[]; refused: Drawn | null } {
  const { moment, gates, setAsideIn, roomMs } = rounds;
  const picks: Pick[] = [];
  let before: Moment = { ...moment, roomMs };
  for (const each of drawn) {
    const { spot, durationMs, round } = each;
    const last = isRested(rounds, each) ? null : setAsideIn(round);
    const relaxations = relaxationsUpTo(last, moment.traffic);
    const isCut = durationMs < spot.asset.durationMs;
    const aside: SetAside[] = isCut ? ['cut', ...relaxations] : [...relaxations];
    if (refusalOf(spot, before, gates, aside)) return { picks, refused: each };
    picks.push({ spot, durationMs, relaxed: relaxationFor(spot, before, gates) });
    before = afterPick(before, spot, durationMs);
  }
  return { picks, refused: null };
}

/** The spots that may come in a round; the choice of a closing asks for their lengths. */
function spotsOfRound(
  { spots, moment, gates, setAsideIn }: Rounds,
  mostRoundsOf: ReadonlyMap<Spot, number>,
  round: number,
): Spot[] {
  const aside: SetAside[] = ['cut', ...relaxationsUpTo(setAsideIn(round), moment.traffic)];
  return spots.filter((spot) => {
    if (round > (mostRoundsOf.get(spot) ?? Infinity)) return false;
    if (round === 1) return refusalOf(spot, moment, gates, aside) === null;
    const times = timesInBreak(spot, moment) + round - 1;
    const inBreak = new Map(moment.inBreak).set(spot.identity, { spot, times });
    return refusalOf(spot, { ...moment, inBreak }, gates, aside) === null;
  });
}

/**
 * Whole rounds while they fit, then a choice of the next. The choice opens every round, so that each spot of it is a whole round
 * away from itself.
 */
function fillInRounds(
  asked: Rounds,
  mostRoundsOf: ReadonlyMap<Spot, number>,
): { drawn: Drawn[]; isExhausted: boolean } {
  const { roomMs, restedCount, mostRounds } = asked;
  const rounds: (readonly Spot[])[] = [];
  let leftMs = roomMs;
  let closing: ClosingChoice = { spots: [], cutMs: 0 };
  let isExhausted = false;
  for (let round = 1; leftMs > LONGEST_HOLD_MS; round += 1) {
    const spots = round > mostRounds ? [] : spotsOfRound(asked, mostRoundsOf, round);
    // What is in the break already comes in the second round.
    if (spots.length === 0 && round > 1) {
      isExhausted = true;
      break;
    }
    const totalMs = sumOf(spots);
    if (totalMs > leftMs) {
      closing = chooseClosing(spots, leftMs, round === 1 ? restedCount : 0, asked);
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
  const drawn = [...inOrder, closing.spots].flatMap((spots, index) =>
    spots.map((spot): Drawn => ({
      spot,
      durationMs: spot.asset.durationMs,
      round: index + 1,
    })),
  );
  const last = drawn.pop();
  if (!last) return { drawn: [], isExhausted };
  const ending = { ...last, durationMs: last.durationMs - closing.cutMs };
  return { drawn: [...drawn, ending], isExhausted };
}

/** Spots for the end of a break, the last of them cut short by so much. */
interface ClosingChoice {
  readonly spots: readonly Spot[];
  readonly cutMs: DurationMs;
}

/**
 * Of spots that are longer together than the room, those that fill it best; of what has aired lately no more than the length asks
 * for, and none at all where a rest may be left.
 */
function chooseClosing(
  spots: readonly Spot[],
  roomMs: DurationMs,
  restedCount: number,
  { mayCut, mayLeave }: Rounds,
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
  const rest = spots.slice(taken.length);
  const restedOfRest = Math.max(0, restedCount - taken.length);
  const tried = spotsToTry(mayLeave ? longestAgo(rest, restedOfRest, leftMs) : rest);
  const { under, over } = closestSums(
    tried.map(({ asset }) => asset.durationMs),
    leftMs,
    {
      atOnceMs: UNSEEN_MS,
      atStepsMs: LONGEST_HOLD_MS,
      steps: Array.from(tried, (_, place) => place).slice(restedOfRest),
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

/** Those that have rested, or else the half that aired longest ago; all where none of them fits. */
function longestAgo(
  spots: readonly Spot[],
  restedCount: number,
  roomMs: DurationMs,
): readonly Spot[] {
  const first = spots.slice(0, Math.max(restedCount, Math.ceil(spots.length / 2)));
  return first.some(({ asset }) => asset.durationMs <= roomMs) ? first : spots;
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
