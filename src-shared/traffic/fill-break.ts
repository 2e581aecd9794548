import { seededIndex, seededOrder } from '../model/seed.ts';
import {
  LONGEST_HOLD_MS,
  RELAXATIONS,
  type Relaxation,
  type SpotKind,
  type SpotRules,
} from '../model/traffic.ts';
import type { CatalogAsset } from '../planning/choose/catalog.ts';
import type { DurationMs, EpochMs } from '../time/units.ts';
import { chooseSpots, type Pick } from './choose-spots.ts';
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
import { lastPlayAt, type InterstitialHistory } from './play-history.ts';
import { spotsOf, type Spot, type SpotPool } from './spots.ts';

/** One break in so many carries a station ident. */
const IDENT_EVERY_BREAKS = 3;

/** The kinds that are drawn together for the middle of a break. */
export const MIDDLE_KINDS: readonly SpotKind[] = [
  'commercial',
  'promo',
  'psa',
  'trailer',
  'stinger',
  'short',
];

/** A hole to fill and what decides how. */
export interface BreakToFill {
  readonly durationMs: DurationMs;
  /** Text that is the same for this break and no other: channel, block start, break index. */
  readonly seed: string;
  readonly startAt: EpochMs;
  /** The start of the broadcast day in which the break airs; plays are counted from there. */
  readonly dayStartAt: EpochMs;
  /** A later break of the airing takes what no spot fits whole into, so that no spot need be cut short here. */
  readonly mayLeaveRest: boolean;
}

/** A break with its rows, and what of its time it leaves to the next. */
export interface FilledBreak {
  /** They sum exactly to the break, less what is left. */
  readonly items: readonly BreakItem[];
  readonly leftMs: DurationMs;
}

/** What a channel says about filling its breaks. */
export interface FillRules {
  readonly traffic: SpotRules;
  /** A bumper at each edge where there are any. */
  readonly bracketingBumpers: boolean;
}

/** An interstitial in a break. */
export interface BreakSpot {
  readonly type: 'interstitial';
  readonly asset: CatalogAsset;
  readonly kind: SpotKind;
  /** How long it is on the air, the hold at its end included. */
  readonly durationMs: DurationMs;
  /** How long its last picture is held; 0: it ends with its content, or before. */
  readonly heldMs: DurationMs;
  /** It ends before its content does. */
  readonly isCutShort: boolean;
  readonly seed: string;
  /** Its place among the picks of the break. */
  readonly draw: number;
  readonly candidateCount: number;
  readonly relaxed: Relaxation | null;
}

/** One row of a filled break. */
export type BreakItem = BreakSpot | { readonly type: 'pad'; readonly durationMs: DurationMs };

/** The picking so far. */
interface Filling {
  readonly hole: BreakToFill;
  readonly pool: SpotPool;
  readonly gates: readonly Gate[];
  /** With what is in the break by now. */
  moment: Moment;
  draws: number;
}

/**
 * Fills a break from the pool, back to back: a bumper at each edge where the channel wants them and they fit, now and
 * then a station ident before the last one, everything else between. Every pick passes the gates of traffic, or sets one
 * aside as {@link chooseSpots} says. Fillers run, from offset 0 and over and over, for what the others leave. One remainder is
 * left, at the end: up to a second of it is a hold of the last picture, which takes no row; only where nothing may air it is
 * a pad. Equal inputs, equal items.
 */
export function fillBreak(
  hole: BreakToFill,
  { traffic, bracketingBumpers }: FillRules,
  { interstitials: pool }: { readonly interstitials: SpotPool },
  history: InterstitialHistory,
  gates: readonly Gate[] = GATES,
): FilledBreak {
  const { startAt, dayStartAt, durationMs: roomMs } = hole;
  const filling: Filling = {
    hole,
    pool,
    gates,
    moment: { traffic, history, startAt, dayStartAt, roomMs, inBreak: new Map() },
    draws: 0,
  };
  const opening = bracketingBumpers ? drawOne(filling, 'bumper') : [];
  const closing = bracketingBumpers ? drawOne(filling, 'bumper') : [];
  const isIdentDue = seededIndex(`${hole.seed}:ident`, IDENT_EVERY_BREAKS) === 0;
  const ident = isIdentDue ? drawOne(filling, 'station-id') : [];
  const edgeKinds: SpotKind[] = bracketingBumpers ? ['station-id', 'bumper'] : ['station-id'];
  const middle = fillMiddle(filling, edgeKinds);
  const spots = [...opening, ...middle.spots, ...ident, ...closing];
  const restMs = filling.moment.roomMs;
  return middle.isRestForLater && restMs > LONGEST_HOLD_MS
    ? { items: spots, leftMs: restMs }
    : { items: withRemainder(spots, restMs), leftMs: 0 };
}

/** The spots of these kinds that may come when everything else is set aside that the channel lets be set aside. */
function openSpots({ pool, moment, gates }: Filling, kinds: readonly SpotKind[]): Spot[] {
  const aside: SetAside[] = ['cut', ...relaxationsUpTo('daily-cap', moment.traffic)];
  return spotsOf(pool, kinds, moment.traffic).filter(
    (spot) => refusalOf(spot, moment, gates, aside) === null,
  );
}

/** A spot of a kind that airs at most once in a break, for an edge of it: no rule but its rest is set aside for it. */
function drawOne(filling: Filling, kind: SpotKind): BreakSpot[] {
  const { moment, gates, pool } = filling;
  const seed = `${filling.hole.seed}:${kind}:${String(filling.draws)}`;
  const spots = spotsOf(pool, [kind], moment.traffic);
  const passing = spots.filter((spot) => refusalOf(spot, moment, gates) === null);
  const chosen = passing[seededIndex(seed, Math.max(1, passing.length))];
  if (chosen) return [addPick(filling, pickOf(chosen, null), seed, passing.length)];
  const aside = relaxationsUpTo('rest', moment.traffic);
  const resting = spots.filter((spot) => refusalOf(spot, moment, gates, aside) === null);
  const lastAt = ({ assetIds }: Spot): number => lastPlayAt(moment.history, assetIds);
  const [longest] = resting.sort((a, b) => lastAt(a) - lastAt(b));
  return longest ? [addPick(filling, pickOf(longest, 'rest'), seed, resting.length)] : [];
}

/**
 * Fills what the edges leave: with the kinds of the middle, then fillers. Where the library has neither, or nothing of the
 * middle is short enough, what is left over of the kinds of the edges may come too.
 */
function fillMiddle(
  filling: Filling,
  edgeKinds: readonly SpotKind[],
): { spots: BreakSpot[]; isRestForLater: boolean } {
  const { moment, hole, gates } = filling;
  const seed = `${hole.seed}:spots`;
  const fillers = seededOrder(`${hole.seed}:fillers`, openSpots(filling, ['filler']));
  const isFollowedByFiller = fillers.length > 0;
  const middle = openSpots(filling, MIDDLE_KINDS);
  const isSomeShort = middle.some((spot) => !refusalOf(spot, moment, gates, RELAXATIONS));
  const spots =
    isFollowedByFiller || isSomeShort ? middle : [...middle, ...openSpots(filling, edgeKinds)];
  const room = { durationMs: moment.roomMs, seed, moment, isFollowedByFiller };
  const whole = chooseSpots(spots, { ...room, mayCut: !hole.mayLeaveRest }, gates);
  const isRestForLater = hole.mayLeaveRest && whole.picks.length > 0 && !whole.isExhausted;
  const { picks } = isRestForLater ? whole : chooseSpots(spots, { ...room, mayCut: true }, gates);
  const chosen = picks.map((pick) => addPick(filling, pick, seed, spots.length));
  return { spots: [...chosen, ...runFillers(filling, fillers)], isRestForLater };
}

/**
 * One filler after the other, over and over, the last one for as long as is left: the one next for which the least has to be set
 * aside, of those the one that is in the break least often.
 */
function runFillers(filling: Filling, fillers: readonly Spot[]): BreakSpot[] {
  const { traffic } = filling.moment;
  const aside: SetAside[] = ['cut', ...relaxationsUpTo('daily-cap', traffic)];
  const seed = `${filling.hole.seed}:fillers`;
  const run: BreakSpot[] = [];
  while (filling.moment.roomMs > LONGEST_HOLD_MS) {
    const next = nextFiller(filling, fillers, aside);
    if (!next) break;
    const durationMs = Math.min(next.spot.asset.durationMs, filling.moment.roomMs);
    run.push(addPick(filling, { ...next, durationMs }, seed, fillers.length));
  }
  return run;
}

/** A filler that may come next, and what it costs. */
interface FillerChoice {
  readonly spot: Spot;
  readonly relaxed: Relaxation | null;
  readonly times: number;
}

function nextFiller(
  { moment, gates }: Filling,
  fillers: readonly Spot[],
  aside: readonly SetAside[],
): FillerChoice | null {
  let next: FillerChoice | null = null;
  for (const spot of fillers) {
    if (refusalOf(spot, moment, gates, aside) !== null) continue;
    const choice = {
      spot,
      relaxed: relaxationFor(spot, moment, gates),
      times: timesInBreak(spot, moment),
    };
    // The first that asks for nothing comes before all others: a long break asks for many.
    if (choice.relaxed === null && choice.times === 0) return choice;
    if (next === null || costsLess(choice, next)) next = choice;
  }
  return next;
}

function costsLess(a: FillerChoice, b: FillerChoice): boolean {
  const byRank = rankOf(a.relaxed) - rankOf(b.relaxed);
  return byRank === 0 ? a.times < b.times : byRank < 0;
}

function rankOf(relaxed: Relaxation | null): number {
  return relaxed === null ? -1 : RELAXATIONS.indexOf(relaxed);
}

function pickOf(spot: Spot, relaxed: Relaxation | null): Pick {
  return { spot, durationMs: spot.asset.durationMs, relaxed };
}

/** Notes a pick: it takes of the room, and its content is in the break now. */
function addPick(
  filling: Filling,
  { spot, durationMs, relaxed }: Pick,
  seed: string,
  candidateCount: number,
): BreakSpot {
  const { moment, draws: draw } = filling;
  filling.moment = afterPick(moment, spot, durationMs);
  filling.draws += 1;
  return {
    type: 'interstitial',
    asset: spot.asset,
    kind: spot.kind,
    durationMs,
    heldMs: 0,
    isCutShort: durationMs < spot.asset.durationMs,
    seed,
    draw,
    candidateCount,
    relaxed,
  };
}

/** What is left goes to the end: into a hold of the last picture where it is short enough, else into a pad. */
function withRemainder(spots: readonly BreakSpot[], leftMs: DurationMs): BreakItem[] {
  if (leftMs === 0) return [...spots];
  const last = spots.at(-1);
  if (!last || leftMs > LONGEST_HOLD_MS) return [...spots, { type: 'pad', durationMs: leftMs }];
  const held = { ...last, durationMs: last.durationMs + leftMs, heldMs: leftMs };
  return [...spots.slice(0, -1), held];
}
