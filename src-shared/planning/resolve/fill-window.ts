import type { Finding } from '../../model/finding.ts';
import { isAiredOnce, packagesIn, traitsOf } from '../../model/content-kinds.ts';
import type { RowFill } from '../../model/plan.ts';
import { assetIdsOf } from '../../model/schedule-day.ts';
import { longestCooldownMs } from '../../model/traffic.ts';
import { MS_PER_MINUTE, type DurationMs, type EpochMs } from '../../time/units.ts';
import type { Catalog } from '../choose/catalog.ts';
import { chooseContent, type ContentChoice } from '../choose/choose-content.ts';
import type { ChoiceContext } from '../choose/choosing.ts';
import {
  endOfContent,
  gridLine,
  lengthenByFill,
  lineAtOrAfter,
  type DayBuilder,
} from './day-builder.ts';
import {
  contentBeyondTail,
  defaultRestRelaxed,
  encorePassedOver,
  gapFilled,
  hardStartKept,
  hardStartMissed,
  heldForPin,
  noFirstRun,
  nothingEligible,
  otherCopyAirs,
  REST_RELAXED,
  restRelaxed,
  rowEndsEarly,
  windowLost,
} from './day-findings.ts';
import { forbiddenByHours } from './daypart-findings.ts';
import { fillWithDefault } from './default-programming.ts';
import { chooseEncore, encoreSlotOf, hasFirstRun, type RepeatedChoice } from './encore-slot.ts';
import { packSlot, placeChoices } from './pack-slot.ts';
import { lengthOfChoice, nameOfChoice } from '../choose/package-choice.ts';
import { packageFindings, packageUnavailable } from './package-findings.ts';
import { resolveWithinHours } from '../choose/package-hours.ts';
import { shortsOf } from '../choose/rotation.ts';
import { permittedCatalog } from '../choose/permitted-catalog.ts';
import { describeFill, fillSupplyMs } from '../choose/row-fill.ts';
import { nextPinStart } from '../plan/pin-windows.ts';
import { isHardStart, type PlanWindow } from '../plan/windows.ts';

/** A day under construction with what it is made from. */
export interface Resolving {
  readonly builder: DayBuilder;
  readonly catalog: Catalog;
  readonly findings: Finding[];
  /** Where the day's own filling ends. */
  readonly goalAt: EpochMs;
  readonly mayCrossGoal: boolean;
  readonly hasPlan: boolean;
  /** Windows of pins of this day and the next; nothing of a plan runs into them. */
  readonly pinned: readonly PlanWindow[];
}

/** Fills up to the first grid line at or after the instant with default programming. */
export function fillGap(resolving: Resolving, untilAt: EpochMs): void {
  const { builder, goalAt } = resolving;
  const lineAt = Math.min(lineAtOrAfter(builder, untilAt), goalAt);
  if (builder.cursorAt >= lineAt) return;
  if (resolving.hasPlan) resolving.findings.push(gapFilled(builder, lineAt));
  fillByDefault(resolving, lineAt);
}

/** Default programming up to the line; says once that the rest of its rule had to be relaxed. */
function fillByDefault({ builder, catalog, findings }: Resolving, untilAt: EpochMs): void {
  const first = builder.airings.length;
  fillWithDefault(builder, catalog, untilAt);
  const relaxed = builder.airings
    .slice(first)
    .find((airing) =>
      [airing, ...shortsOf(airing)].some(
        ({ lineage }) => lineage.rotation?.relaxedToHours !== undefined,
      ),
    );
  if (
    !relaxed ||
    findings.some(({ rule, subjectId }) => rule === REST_RELAXED && subjectId === null)
  ) {
    return;
  }
  findings.push(defaultRestRelaxed(builder, relaxed));
}

/** Airs the window's row; nothing that would run past `limitAt`, the next hard start. */
export function fillWindow(resolving: Resolving, window: PlanWindow, limitAt: EpochMs): void {
  const { builder, findings, goalAt } = resolving;
  const { assignment } = window;
  const endAt = Math.min(window.endAt, goalAt, limitAt);
  const isFirst = isHardStart(window) && window.startAt >= builder.protectedUntil;
  if (isFirst && builder.cursorAt > lineAtOrAfter(builder, window.startAt)) {
    findings.push(hardStartMissed(builder, window));
  }
  const restAt = Math.min(lineAtOrAfter(builder, endAt), goalAt);
  const fillRest = (): void => {
    fillAsRowSays(resolving, window, restAt);
    if (builder.cursorAt < restAt) fillByDefault(resolving, restAt);
  };
  const filler = (): string => fillerOf(resolving, window, restAt);
  const goesOn = resolving.mayCrossGoal && window.endAt > builder.day.endAt;
  if (builder.cursorAt >= endAt && window.endAt > builder.protectedUntil && !goesOn) {
    findings.push(windowLost(builder, window));
  }
  while (builder.cursorAt < endAt) {
    if (isAiredOnce(assignment.content) && hasAired(builder, window)) {
      fillAsRowSays(resolving, window, restAt);
      if (builder.cursorAt < restAt) findings.push(rowEndsEarly(builder, window, restAt));
      fillRest();
      return;
    }
    const choice = choose(resolving, window);
    if (choice === null) {
      fillAsRowSays(resolving, window, restAt);
      if (builder.cursorAt < restAt) findings.push(nothingToAir(resolving, window, restAt));
      fillRest();
      return;
    }
    report(resolving, window, choice);
    const endsAt = endOfContent(builder, lengthOfChoice(choice));
    if (endsAt > limitAt) {
      findings.push(hardStartKept(builder, window, nameOfChoice(choice), limitAt, filler()));
      fillRest();
      return;
    }
    if (!resolving.mayCrossGoal && endsAt > goalAt) {
      findings.push(contentBeyondTail(builder, window, nameOfChoice(choice), filler()));
      fillRest();
      return;
    }
    if (runsIntoPin(resolving, window, lengthOfChoice(choice))) {
      findings.push(heldForPin(builder, window, nameOfChoice(choice), filler()));
      fillRest();
      return;
    }
    const choices =
      choice.encore === undefined && !isAiredOnce(assignment.content)
        ? packSlot(builder, choice, assignment, (drawAt) =>
            chooseContent({ ...contextOf(resolving, window), drawAt }),
          )
        : [choice];
    for (const more of choices.slice(1)) report(resolving, window, more);
    placeChoices(builder, choices, {
      planId: window.origin.kind === 'pin' ? null : window.plan.id,
      assignmentId: assignment.id,
      rule: LINEAGE_RULES[window.origin.kind],
      policy: choice.policy,
      operatorIntent: assignment.operatorIntent,
      ...(choice.encore === undefined ? {} : { encore: choice.encore }),
      ...(assignment.breakRules ? { breakRules: assignment.breakRules } : {}),
      ...(isFirst && !hasAired(builder, window) ? { isHardStart: true } : {}),
    });
  }
}

/**
 * Up to where the row's fill lets the airing before the cursor go on: `untilAt`, or for as many whole slots as there is enough
 * for where the channel's rest is strict and everything airs once until it has rested; the cursor where the row says nothing of it,
 * has aired nothing there, or nothing may fill it.
 */
function fillEndsAt(
  { builder, catalog }: Resolving,
  window: PlanWindow,
  untilAt: EpochMs,
): EpochMs {
  const { cursorAt, channel } = builder;
  const { fill, id } = window.assignment;
  const last = builder.airings.at(-1);
  const isOwn = last?.lineage.assignmentId === id && last.lineage.fill === undefined;
  if (!fill || !isOwn || last.startAt < builder.protectedUntil || cursorAt >= untilAt)
    return cursorAt;
  // Breaks in the content only make the rest begin later.
  const startAt = last.startAt + last.contentDurationMs;
  const rest = { startAt, endAt: untilAt, airedIds: assetIdsOf(last) };
  const supplyMs = fillSupplyMs(catalog, channel, fill, rest);
  const { isCooldownStrict } = channel.traffic;
  if (supplyMs > 0 && !isCooldownStrict) return untilAt;
  const slotMs = channel.gridMinutes * MS_PER_MINUTE;
  const restedMs = Math.max(0, supplyMs - filledLatelyMs(builder, fill, rest.startAt));
  return Math.min(untilAt, cursorAt + Math.floor(restedMs / slotMs) * slotMs);
}

/** For how long the day has filled rows with some of the same kinds, so shortly before the instant that it may rest yet. */
function filledLatelyMs(
  { airings, channel }: DayBuilder,
  { kinds }: RowFill,
  at: EpochMs,
): DurationMs {
  const sinceAt = at - longestCooldownMs(channel.traffic);
  return airings
    .filter(({ endAt }) => endAt > sinceAt)
    .flatMap(({ lineage }) => lineage.fill ?? [])
    .filter((fill) => fill.kinds.some((kind) => kinds.includes(kind)))
    .reduce((sum, { durationMs }) => sum + durationMs, 0);
}

function fillAsRowSays(resolving: Resolving, window: PlanWindow, untilAt: EpochMs): void {
  const { fill } = window.assignment;
  const endAt = fillEndsAt(resolving, window, untilAt);
  if (fill && endAt > resolving.builder.cursorAt) lengthenByFill(resolving.builder, fill, endAt);
}

/** What airs in the rest of the row, as findings call it. */
function fillerOf(resolving: Resolving, window: PlanWindow, untilAt: EpochMs): string {
  const { fill } = window.assignment;
  const isFilled = fillEndsAt(resolving, window, untilAt) === untilAt;
  return fill && isFilled ? `the row’s fill (${describeFill(fill)})` : 'default programming';
}

/** What the lineage of an airing calls the origin of its window. */
const LINEAGE_RULES = { row: 'assignment', zone: 'zone', pin: 'pin' } as const;

/** Whether a plan's content would still be on when a pin starts, which starts on time. */
function runsIntoPin(
  { builder, pinned }: Resolving,
  window: PlanWindow,
  lengthMs: DurationMs,
): boolean {
  const pinAt = window.origin.kind === 'pin' ? null : nextPinStart(pinned, builder.cursorAt);
  return pinAt !== null && endOfContent(builder, lengthMs) > gridLine(builder, pinAt);
}

/** Whether the window's row has been placed; a row that plays one asset or package plays it once. */
export function hasAired(builder: DayBuilder, window: PlanWindow): boolean {
  return builder.airings.some(({ lineage }) => lineage.assignmentId === window.assignment.id);
}

/** What is missing when a window has nothing (more) to air up to its end. */
function nothingToAir(resolving: Resolving, window: PlanWindow, endAt: EpochMs): Finding {
  const { builder, catalog } = resolving;
  const slot = encoreSlotOf(builder, window);
  if (slot !== null && !hasFirstRun(builder, slot)) return noFirstRun(builder, window, slot);
  if (slot !== null && slot.after !== null) return rowEndsEarly(builder, window, endAt);
  return (
    forbiddenByHours(builder, catalog, window, slot) ??
    packageMissing(resolving, window) ??
    nothingEligible(builder, window)
  );
}

type Choice = (ContentChoice & { readonly encore?: undefined }) | RepeatedChoice;

function choose(resolving: Resolving, window: PlanWindow): Choice | null {
  const { builder, catalog } = resolving;
  const slot = encoreSlotOf(builder, window);
  if (slot !== null) {
    const { channel, date, cursorAt } = builder;
    return chooseEncore(permittedCatalog(catalog, channel, date, cursorAt), builder, slot);
  }
  return chooseContent(contextOf(resolving, window));
}

function contextOf({ builder, catalog }: Resolving, window: PlanWindow): ChoiceContext {
  return {
    catalog,
    channel: builder.channel,
    rotation: builder.rotation,
    date: builder.date,
    slotAt: builder.cursorAt,
    row: window.assignment,
    isZone: window.origin.kind === 'zone',
  };
}

/** Why the window's package cannot air; `null` for other content. */
function packageMissing(resolving: Resolving, window: PlanWindow): Finding | null {
  const { builder, catalog } = resolving;
  const { content } = window.assignment;
  if (!traitsOf(content).isSeveral) return null;
  const [id] = packagesIn(content);
  const source = id === undefined ? undefined : catalog.virtualAssets.get(id);
  const outcome = source && resolveWithinHours(contextOf(resolving, window), source);
  const why = outcome?.type === 'unavailable' ? outcome.why : 'It does not exist any more.';
  return packageUnavailable(builder, window, source?.name ?? null, { type: 'unavailable', why });
}

/** Says, each thing once for a row, what is doubtful about a choice. */
function report(resolving: Resolving, window: PlanWindow, choice: Choice): void {
  const { builder, findings } = resolving;
  if (choice.encore !== undefined && choice.passedOver > 0) {
    findings.push(encorePassedOver(builder, window, choice.encore, choice.passedOver));
  }
  if (choice.kind === 'asset') {
    const { content } = window.assignment;
    if (content.type === 'asset' && choice.asset.id !== content.assetId) {
      findings.push(otherCopyAirs(builder, window, choice.asset));
    }
    reportRelaxation(resolving, window, choice);
  }
  if (choice.kind !== 'package') return;
  for (const finding of packageFindings(builder, window, choice)) {
    if (!findings.some(({ message }) => message === finding.message)) findings.push(finding);
  }
}

/** Says once for each row that its rule's rest had to be relaxed. */
function reportRelaxation(
  { builder, findings }: Resolving,
  window: PlanWindow,
  { rotation }: ContentChoice,
): void {
  if (rotation?.relaxedToHours === undefined) return;
  const { id } = window.assignment;
  if (findings.some(({ rule, subjectId }) => rule === REST_RELAXED && subjectId === id)) return;
  findings.push(restRelaxed(builder, window, rotation.relaxedToHours));
}
