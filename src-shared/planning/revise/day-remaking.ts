import type { Channel } from '../../model/channel.ts';
import type { AssetId, VirtualAssetId } from '../../model/ids.ts';
import type { ContentReference } from '../../model/plan.ts';
import type {
  Airing,
  AiringContent,
  AiringOverride,
  Carry,
  Lineage,
  ScheduleDay,
} from '../../model/schedule-day.ts';
import { seededIndex } from '../../model/seed.ts';
import type { DurationMs, EpochMs } from '../../time/units.ts';
import { forgetOldAirings } from '../choose/airing-history.ts';
import type { Catalog, CatalogAsset } from '../choose/catalog.ts';
import { poolOf } from '../choose/contents/kinds.ts';
import {
  airingIdOf,
  endOfContent,
  keepAiring,
  lineAtOrAfter,
  placeContent,
  placeSlate,
  startDay,
  type DayBuilder,
} from '../resolve/day-builder.ts';
import { encoreNeedsOf, sourceOf } from '../resolve/encore.ts';
import { fillWithDefault } from '../resolve/default-programming.ts';
import { hardStartOfNextDay } from '../resolve/hard-starts.ts';
import { localSlotText } from '../choose/episode-choice.ts';
import { contentWithin } from '../resolve/package-airing.ts';
import { permittedCatalog } from '../choose/permitted-catalog.ts';
import type { PlanningRows } from '../plan/rows-of.ts';
import { assetsToRemember } from '../choose/remembered-assets.ts';
import { momentAt } from '../choose/rule-moment.ts';
import { finishDay, type ResolvedDay } from '../resolve/finish-day.ts';

/** What a frozen day is made anew from. */
export interface RemakingInput {
  readonly channel: Channel;
  /** The live day. */
  readonly day: ScheduleDay;
  readonly catalog: Catalog;
  /** Every plan and pin of the channel; they say whose airings are to be remembered. */
  readonly planned: PlanningRows;
  /** What the day before left behind. */
  readonly carryIn: Carry;
  /** The next day is frozen, so that this one must end where it ends now. */
  readonly isNextDayFrozen: boolean;
  readonly reason: string;
}

/** A frozen day that is put together again from its airings, in order, with changes. */
export interface Remaking extends RemakingInput {
  readonly builder: DayBuilder;
  /** Where the day must end; `null` when the next day begins wherever this one ends. */
  readonly tailAt: EpochMs | null;
  /**
   * Nothing airs past this: where the day must end, or the first hard start of the next day, unless what airs now runs past that
   * already; `null` for no limit.
   */
  readonly limitAt: EpochMs | null;
}

/** Starts at the first airing of the day, with nothing placed. */
export function startRemaking(input: RemakingInput): Remaking {
  const { channel, day, planned, carryIn } = input;
  const opensAt = day.airings[0]?.startAt ?? day.startAt;
  const remembered = assetsToRemember(planned, input.catalog, channel);
  const needs = encoreNeedsOf(planned);
  const date = day.broadcastDate;
  const started = startDay(channel, date, carryIn, [], opensAt, remembered, needs);
  const builder = { ...started, day: { startAt: day.startAt, endAt: day.endAt } };
  const endedAt = Math.max(day.endAt, day.airings.at(-1)?.endAt ?? day.endAt);
  if (input.isNextDayFrozen) return { ...input, builder, tailAt: endedAt, limitAt: endedAt };
  const hardAt = hardStartOfNextDay(channel, date, planned);
  const limitAt = hardAt === null ? null : Math.max(hardAt, endedAt);
  return { ...input, builder, tailAt: null, limitAt };
}

/** Where the day ends when nothing is placed beyond. */
export function endOfDay({ builder, tailAt }: Remaking): EpochMs {
  return tailAt ?? builder.day.endAt;
}

/** Fills with default programming up to the airing and places it where it was. */
export function keepInPlace(remaking: Remaking, airing: Airing): void {
  fillUpTo(remaking, airing.startAt);
  keepAiring(remaking.builder, airing);
}

/** Where the airing would end if it started where the day stands now. */
export function endOfMoved({ builder }: Remaking, airing: Airing): EpochMs {
  if (builder.cursorAt === airing.startAt) return airing.endAt;
  const slateMs = airing.endAt - airing.startAt;
  return endOfContent(
    builder,
    airing.content.kind === 'slate' ? slateMs : airing.contentDurationMs,
  );
}

/** The id that content goes by in the id of its airing; `null` for the slate, and for shorts, which have none in common. */
function nameOfContent(content: AiringContent): AssetId | VirtualAssetId | null {
  switch (content.kind) {
    case 'asset':
      return content.assetId;
    case 'package':
      return content.package.virtualAssetId;
    case 'shorts':
    case 'slate':
      return null;
  }
}

/** Places an airing of the day where the day stands now. */
export function moveHere(remaking: Remaking, airing: Airing): void {
  const { builder } = remaking;
  if (builder.cursorAt === airing.startAt) {
    keepAiring(builder, airing);
    return;
  }
  keepAiring(builder, {
    ...airing,
    id: airingIdOf(builder, nameOfContent(airing.content)),
    startAt: builder.cursorAt,
    endAt: endOfMoved(remaking, airing),
    lineage: marked(remaking, airing.lineage, 'moved', airing.startAt),
  });
}

/** Places only the first `contentMs` of an airing's content, from where it starts. */
export function placeTrimmed(remaking: Remaking, airing: Airing, contentMs: DurationMs): void {
  keepAiring(remaking.builder, {
    ...airing,
    endAt: endOfContent(remaking.builder, contentMs),
    contentDurationMs: contentMs,
    content: contentWithin(airing.content, contentMs),
    lineage: marked(remaking, airing.lineage, 'trimmed', null),
  });
}

/** Places an airing where it is and cuts it off at a grid line, by which it has shown so much of its content. */
export function placeUntil(
  remaking: Remaking,
  airing: Airing,
  endAt: EpochMs,
  contentMs: DurationMs,
): void {
  const { fill } = airing.lineage;
  const filledMs = (fill?.durationMs ?? 0) - (airing.endAt - endAt);
  const lineage = marked(remaking, airing.lineage, 'trimmed', null);
  keepAiring(remaking.builder, {
    ...airing,
    endAt,
    contentDurationMs: contentMs,
    content: contentWithin(airing.content, contentMs),
    lineage:
      fill && filledMs > 0 ? { ...lineage, fill: { ...fill, durationMs: filledMs } } : lineage,
  });
}

/** Places an airing where the day stands now with its content as long as it really is; it ends no later than `untilAt`. */
export function placeGrown(
  remaking: Remaking,
  airing: Airing,
  contentMs: DurationMs,
  untilAt: EpochMs,
): void {
  const { builder } = remaking;
  const startAt = builder.cursorAt;
  const endAt = Math.min(endOfContent(builder, contentMs), untilAt);
  const shownMs = Math.min(contentMs, endAt - startAt);
  const how = shownMs < contentMs ? 'trimmed' : 'moved';
  const fromStartAt = airing.startAt === startAt ? null : airing.startAt;
  keepAiring(builder, {
    ...airing,
    id: airingIdOf(builder, nameOfContent(airing.content)),
    startAt,
    endAt,
    contentDurationMs: shownMs,
    lineage: marked(remaking, airing.lineage, how, fromStartAt),
  });
}

/**
 * Places an asset that the operator chose. It moves no rotation. Encores repeat it in place of the airing whose place it takes,
 * if it takes one's.
 */
export function placeByHand(
  remaking: Remaking,
  asset: CatalogAsset,
  replaced: Airing | null = null,
): void {
  const source = replaced === null ? null : sourceOf(replaced);
  const isRepeated = source !== null && remaking.builder.encoreNeeds.has(source);
  const choice = {
    kind: 'asset' as const,
    asset,
    cursorBefore: null,
    seed: null,
    eligibleCount: 1,
  };
  placeContent(remaking.builder, choice, {
    planId: null,
    assignmentId: null,
    rule: 'override',
    policy: null,
    operatorIntent: null,
    override: {
      type: 'placed',
      reason: remaking.reason,
      fromStartAt: null,
      ...(isRepeated ? { standsFor: source } : {}),
    },
  });
}

/**
 * Fills up to the instant with default programming that no rotation notices: a series in turn would air now what it is due to
 * air later in the day. An instant past the day's end is reached by the slate, or by the last airing's slots where it ends at the
 * day's end, because no airing may start there.
 */
export function fillUpTo(remaking: Remaking, untilAt: EpochMs): void {
  const { builder } = remaking;
  const first = builder.airings.length;
  const lastStartAt = lastLineBefore(builder, builder.day.endAt);
  const fillEndsAt =
    untilAt > builder.day.endAt ? Math.max(lastStartAt, builder.cursorAt) : untilAt;
  if (builder.cursorAt < fillEndsAt) fillWithoutRotation(remaking, fillEndsAt);
  if (builder.cursorAt >= builder.day.endAt && builder.cursorAt < untilAt) {
    lengthenLast(builder, untilAt);
  } else if (builder.cursorAt < untilAt) {
    placeSlate(builder, untilAt, remaking.catalog.programmes.length);
  }
  for (let index = first; index < builder.airings.length; index += 1) {
    const airing = builder.airings[index];
    if (!airing) continue;
    builder.airings[index] = {
      ...airing,
      lineage: marked(remaking, airing.lineage, 'filled', null),
    };
  }
}

function lengthenLast(builder: DayBuilder, endAt: EpochMs): void {
  const last = builder.airings.pop();
  if (!last) return;
  builder.airings.push({ ...last, endAt });
  builder.cursorAt = endAt;
}

function lastLineBefore(builder: DayBuilder, at: EpochMs): EpochMs {
  const { gridFrom, channel } = builder;
  const gridMs = channel.gridMinutes * 60_000;
  return gridFrom + Math.floor((at - 1 - gridFrom) / gridMs) * gridMs;
}

function fillWithoutRotation({ builder, catalog }: Remaking, untilAt: EpochMs): void {
  const { channel } = builder;
  const programming = channel.defaultProgramming;
  if (programming.kind !== 'series' && programming.kind !== 'rule') {
    fillWithDefault(builder, catalog, untilAt);
    return;
  }
  const content: ContentReference =
    programming.kind === 'series'
      ? { type: 'series', seriesId: programming.seriesId }
      : { type: 'rule', rule: programming.rule };
  while (builder.cursorAt < untilAt) {
    const { date, cursorAt } = builder;
    const permitted = permittedCatalog(catalog, channel, date, cursorAt);
    const of = poolOf(permitted, content, momentAt(channel, date, cursorAt));
    const fitting = of.assets.filter((asset) => endOfContent(builder, asset.durationMs) <= untilAt);
    const fresh = fitting.filter(({ id }) => !builder.airedToday.has(id));
    const pool = fresh.length > 0 ? fresh : fitting;
    const seed = `${channel.slug}:${of.key}:${localSlotText(channel.timezone, cursorAt)}`;
    const asset = pool[pool.length === 0 ? 0 : seededIndex(seed, pool.length)];
    if (!asset) {
      placeSlate(builder, untilAt, of.assets.length);
      return;
    }
    placeContent(
      builder,
      { kind: 'asset', asset, cursorBefore: null, seed, eligibleCount: pool.length },
      {
        planId: null,
        assignmentId: null,
        rule: 'default-programming',
        policy: null,
        operatorIntent: null,
      },
    );
  }
}

/** Whether an airing of the day may start at the instant: on a grid line, inside the day. */
export function isLineOfDay({ builder }: Remaking, at: EpochMs): boolean {
  return at < builder.day.endAt && lineAtOrAfter(builder, at) === at;
}

/** Fills what is left of the day and makes it a day changed by hand. */
export function finishRemaking(remaking: Remaking): ResolvedDay {
  const { builder } = remaking;
  fillUpTo(remaking, endOfDay(remaking));
  forgetOldAirings(builder.rotation.history, builder.remembered, builder.day.startAt);
  return finishDay(builder, {
    planId: null,
    isManualOverride: true,
    continuing: remaking.day.carryOut.continuing ?? null,
  });
}

/** The lineage with the change by hand. What a row fills ends with the airing's content once that is changed. */
function marked(
  remaking: Remaking,
  { fill: _fill, ...lineage }: Lineage,
  type: AiringOverride['type'],
  fromStartAt: EpochMs | null,
): Lineage {
  return { ...lineage, override: { type, reason: remaking.reason, fromStartAt } };
}
