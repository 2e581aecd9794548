import { AppError, invalidInput, notFound } from '../../errors/app-error.ts';
import type { AssetId } from '../../model/ids.ts';
import type { DayOverride, OverrideScope } from '../../model/override.ts';
import { assetIdsOf, type Airing } from '../../model/schedule-day.ts';
import { canonicalJson } from '../../model/seed.ts';
import { contains } from '../../time/interval.ts';
import type { DurationMs, EpochMs } from '../../time/units.ts';
import { civilAt, formatInstant, localTimeAt } from '../../time/zone.ts';
import type { CatalogAsset } from '../choose/catalog.ts';
import {
  endOfMoved,
  fillUpTo,
  finishRemaking,
  isLineOfDay,
  keepInPlace,
  moveHere,
  placeByHand,
  placeTrimmed,
  placeUntil,
  startRemaking,
  type Remaking,
  type RemakingInput,
} from './day-remaking.ts';
import type { ResolvedDay } from '../resolve/finish-day.ts';

/** The change of one airing, or of what is on at an instant. */
export type AiringEdit = Exclude<DayOverride, { type: 'plan' | 'pin' | 'rebalance' }>;

export interface OverrideDayInput extends RemakingInput {
  readonly edit: AiringEdit;
  /** What starts before has aired or is locked for playout and stays. */
  readonly lockedUntil: EpochMs;
  /** How much content an airing has shown by an instant, when it is cut off there; as if without breaks when left out. */
  readonly contentBefore?: (airing: Airing, at: EpochMs) => DurationMs;
}

/** A day cut at the place of a change. */
interface Cut {
  /** Stay as they are. */
  readonly head: readonly Airing[];
  /** Where the change begins. */
  readonly fromAt: EpochMs;
  /** Places what the change puts there, if anything. */
  place(remaking: Remaking): void;
  /** Come after the change, in order. */
  readonly followers: readonly Airing[];
}

/**
 * Changes one airing of a frozen day. Pure: the day that is answered takes the place of the live one. It tiles from the
 * same start to its end; starts of plan windows stay unless the scope is the rest of the day; rotations move only by the
 * airings that remain, so that days not yet frozen neither skip nor repeat because of it. Throws `day-frozen` when the
 * change reaches what is locked, `conflict` when it reaches a fixed start or the frozen next day, `not-eligible`,
 * `not-found`, `invalid-input`.
 */
export function overrideDay(input: OverrideDayInput): ResolvedDay {
  const { day, edit } = input;
  const remaking = startRemaking(input);
  const cut = cutAt(remaking, input, requireIndex(input));
  requireUnlocked(input, cut.fromAt);
  for (const assetId of [...cut.head, ...cut.followers].flatMap(assetIdsOf)) {
    remaking.builder.airedToday.add(assetId);
  }
  for (const airing of cut.head) keepInPlace(remaking, airing);
  cut.place(remaking);
  const isFixed = fixedStartsOf(day.airings);
  follow(remaking, edit.scope, cut.followers, isFixed);
  const { limitAt, tailAt } = remaking;
  if (limitAt !== null && remaking.builder.cursorAt > limitAt) {
    throw tailAt === null
      ? beyond(remaking, 'the hard start of the next day', limitAt, HARD_START_REMEDY)
      : beyond(
          remaking,
          'the next day, which is frozen,',
          tailAt,
          'Choose shorter content, or change the next day first.',
        );
  }
  return finishRemaking(remaking);
}

/** Refuses a change that begins before what is locked ends. */
export function requireUnlocked(
  { lockedUntil, channel }: Pick<OverrideDayInput, 'lockedUntil' | 'channel'>,
  fromAt: EpochMs,
): void {
  if (fromAt >= lockedUntil) return;
  const { date } = civilAt(channel.timezone, lockedUntil);
  const until = `${date} ${localTimeAt(channel.timezone, lockedUntil)}`;
  throw new AppError(
    'day-frozen',
    `What starts before ${until} has aired or is locked for playout; the change begins at ${localTimeAt(channel.timezone, fromAt)}.`,
    {
      field: 'airingId',
      lockedUntil,
      remedy: `Change an airing that starts at ${until} or later.`,
    },
  );
}

/** The airings at which a window of a plan starts; what goes on in a window after a change by hand is none. */
export function fixedStartsOf(airings: readonly Airing[]): (airing: Airing) => boolean {
  const fixed = new Set<Airing>();
  let before: string | null = null;
  for (const airing of airings) {
    const { rule, planId, assignmentId } = airing.lineage;
    if (rule !== 'assignment' && rule !== 'zone' && rule !== 'pin') continue;
    const window = canonicalJson([planId, assignmentId]);
    if (window !== before) fixed.add(airing);
    before = window;
  }
  return (airing) => fixed.has(airing);
}

function requireIndex({ day, edit }: OverrideDayInput): number {
  const index = day.airings.findIndex((airing) =>
    edit.type === 'preempt' ? contains(airing, edit.at) : airing.id === edit.airingId,
  );
  if (index !== -1) return index;
  throw edit.type === 'preempt' ? offTheGrid(day, edit.at) : notFound('airing', edit.airingId);
}

function cutAt(
  remaking: Remaking,
  { edit, contentBefore = withoutBreaks }: OverrideDayInput,
  index: number,
): Cut {
  const { airings } = remaking.day;
  const airing = airings[index];
  if (!airing) throw notFound('airing', String(index));
  const head = airings.slice(0, index);
  const after = airings.slice(index + 1);
  const here = { head, fromAt: airing.startAt, followers: after };
  switch (edit.type) {
    case 'replace': {
      const asset = requireEligible(remaking, edit.assetId);
      return {
        ...here,
        place: (to) => {
          placeByHand(to, asset, airing);
        },
      };
    }
    case 'insert': {
      const asset = requireEligible(remaking, edit.assetId);
      return {
        ...here,
        followers: [airing, ...after],
        place: (to) => {
          placeByHand(to, asset);
        },
      };
    }
    case 'preempt': {
      const asset = requireEligible(remaking, edit.assetId);
      if (!isLineOfDay(remaking, edit.at)) throw offTheGrid(remaking.day, edit.at);
      const isAtStart = edit.at === airing.startAt;
      return {
        head,
        fromAt: edit.at,
        place: (to) => {
          if (!isAtStart) placeUntil(to, airing, edit.at, contentBefore(airing, edit.at));
          placeByHand(to, asset);
        },
        followers: isAtStart ? [airing, ...after] : after,
      };
    }
    case 'remove':
      return { ...here, place: () => undefined };
    case 'trim':
      if (edit.contentDurationMs >= airing.contentDurationMs) {
        throw invalidInput(
          'contentDurationMs',
          `“${airing.title}” has only ${String(airing.contentDurationMs)} ms of content here.`,
          'Choose a smaller length; content can only be shortened.',
        );
      }
      return {
        ...here,
        place: (to) => {
          placeTrimmed(to, airing, edit.contentDurationMs);
        },
      };
    case 'shift':
      return cutForShift(remaking, airing, edit, here);
  }
}

function withoutBreaks({ startAt, contentDurationMs }: Airing, at: EpochMs): DurationMs {
  return Math.min(contentDurationMs, at - startAt);
}

function offTheGrid({ broadcastDate }: RemakingInput['day'], at: EpochMs): AppError {
  return invalidInput(
    'at',
    `${formatInstant(at)} is no grid line of ${broadcastDate}.`,
    'Name a grid line of the day.',
  );
}

function cutForShift(
  remaking: Remaking,
  airing: Airing,
  { startAt, scope }: Extract<AiringEdit, { type: 'shift' }>,
  here: Pick<Cut, 'head' | 'followers'>,
): Cut {
  const opensAt = remaking.day.airings[0]?.startAt ?? remaking.day.startAt;
  if (startAt < opensAt || startAt === airing.startAt || !isLineOfDay(remaking, startAt)) {
    throw invalidInput(
      'startAt',
      'An airing moves to another grid line of its own day.',
      `Choose a multiple of ${String(remaking.channel.gridMinutes)} minutes from the day’s start, inside the day.`,
    );
  }
  const head = here.head.filter(({ endAt }) => endAt <= startAt);
  const inTheWay = here.head.filter(({ endAt }) => endAt > startAt);
  const cutInto = inTheWay.find((other) => other.startAt < startAt);
  const isHeld = (other: Airing): boolean =>
    scope === 'rest-of-day'
      ? other.lineage.isHardStart === true
      : fixedStartsOf(remaking.day.airings)(other);
  if (cutInto && isHeld(cutInto)) {
    throw new AppError(
      'conflict',
      `“${cutInto.title}”, which has a fixed start, is still on at that time.`,
      {
        field: 'startAt',
        remedy: 'Choose a start after its end, or let the rest of the day move.',
      },
    );
  }
  return {
    head,
    fromAt: Math.min(airing.startAt, inTheWay[0]?.startAt ?? airing.startAt),
    place(to) {
      fillUpTo(to, startAt);
      moveHere(to, airing);
    },
    // One that would have to be cut falls out; the others come after the airing that has moved before them.
    followers: [...inTheWay.filter((other) => other.startAt >= startAt), ...here.followers],
  };
}

function requireEligible({ catalog }: Remaking, id: AssetId): CatalogAsset {
  const asset = catalog.byId.get(id);
  if (asset) return asset;
  throw new AppError('not-eligible', 'The asset is not ready and approved.', {
    field: 'assetId',
    remedy: 'Approve it in the library, or choose another one.',
  });
}

/** Places what comes after the change, as far as the scope lets it move. */
function follow(
  remaking: Remaking,
  scope: OverrideScope,
  followers: readonly Airing[],
  isFixed: (airing: Airing) => boolean,
): void {
  switch (scope) {
    case 'airing':
      keepWhatFits(remaking, followers, isFixed);
      return;
    case 'until-fixed-start': {
      const first = followers.findIndex(isFixed);
      const fixed = first === -1 ? undefined : followers[first];
      flow(remaking, fixed ? followers.slice(0, first) : followers, fixed?.startAt ?? null);
      if (fixed) keepWhatFits(remaking, followers.slice(first), isFixed);
      return;
    }
    case 'rest-of-day':
      flowAroundHardStarts(remaking, followers);
  }
}

/** Moves everything but hard starts; what no longer fits before one falls out. */
function flowAroundHardStarts(remaking: Remaking, followers: readonly Airing[]): void {
  const next = followers.findIndex(({ lineage }) => lineage.isHardStart === true);
  const hard = followers[next];
  if (!hard) {
    flow(remaking, followers, null);
    return;
  }
  flow(remaking, followers.slice(0, next), hard.startAt);
  if (remaking.builder.cursorAt > hard.startAt) {
    const what = `the hard start of “${hard.title}”`;
    throw beyond(remaking, what, hard.startAt, HARD_START_REMEDY);
  }
  keepInPlace(remaking, hard);
  flowAroundHardStarts(remaking, followers.slice(next + 1));
}

/** Keeps every follower at its start; those that the change runs into fall out, unless they are fixed. */
function keepWhatFits(
  remaking: Remaking,
  followers: readonly Airing[],
  isFixed: (airing: Airing) => boolean,
): void {
  for (const airing of followers) {
    if (airing.startAt >= remaking.builder.cursorAt) keepInPlace(remaking, airing);
    else if (isFixed(airing)) {
      throw beyond(
        remaking,
        `the fixed start of “${airing.title}”`,
        airing.startAt,
        'Choose shorter content, or let the rest of the day move.',
      );
    }
  }
}

/**
 * Places one airing after the other. From the first that would end past `untilAt` on all fall out, so that no episode airs
 * before one that it follows. Without `untilAt` it is the day's end, or the hard start after it, that decides.
 */
function flow(remaking: Remaking, airings: readonly Airing[], untilAt: EpochMs | null): void {
  const { builder, limitAt } = remaking;
  const endsBy = untilAt ?? limitAt;
  for (const airing of airings) {
    if (builder.cursorAt >= builder.day.endAt) return;
    if (endsBy !== null && endOfMoved(remaking, airing) > endsBy) return;
    moveHere(remaking, airing);
  }
}

const HARD_START_REMEDY =
  'Choose shorter content; a hard start never moves for what airs before it.';

function beyond(remaking: Remaking, what: string, at: EpochMs, remedy: string): AppError {
  const { channel, builder } = remaking;
  const clock = (instant: EpochMs): string => localTimeAt(channel.timezone, instant);
  return new AppError(
    'conflict',
    `The change would run until ${clock(builder.cursorAt)}, past ${what} at ${clock(at)}.`,
    { field: 'scope', fixedStartAt: at, remedy },
  );
}
