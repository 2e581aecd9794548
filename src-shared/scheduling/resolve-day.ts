import type { Channel } from '../model/channel.ts';
import type { Pin } from '../model/pin.ts';
import { isAiredOnce, type Finding, type Plan } from '../model/plan.ts';
import type { Airing, Carry, ContinuingWindow } from '../model/schedule-day.ts';
import type { DurationMs, EpochMs, IsoDate } from '../time/units.ts';
import { forgetOldAirings } from './airing-history.ts';
import type { Catalog } from './catalog.ts';
import {
  endOfContent,
  gridLine,
  keepAiring,
  lineAtOrAfter,
  startDay,
  type DayBuilder,
} from './day-builder.ts';
import {
  contentBeyondTail,
  encorePassedOver,
  defaultRestRelaxed,
  gapFilled,
  hardStartKept,
  hardStartMissed,
  heldForPin,
  noFirstRun,
  noPlanInForce,
  nothingEligible,
  REST_RELAXED,
  restRelaxed,
  windowLost,
  zoneRejected,
} from './day-findings.ts';
import { chooseContent, type ChoiceContext, type ContentChoice } from './choose-content.ts';
import { forbiddenByHours } from './daypart-findings.ts';
import { encoreNeedsOf } from './encore.ts';
import {
  chooseEncore,
  continuingEncore,
  encoreSlotOf,
  hasFirstRun,
  type RepeatedChoice,
} from './encore-slot.ts';
import { fillWithDefault } from './default-programming.ts';
import { hardStartOfNextDay, limitsOf, withoutHardStart } from './hard-starts.ts';
import { finishDay, type ResolvedDay } from './finish-day.ts';
import { permittedCatalog } from './permitted-catalog.ts';
import { aroundPins, nextPinStart, pinWindowsFrom } from './pin-windows.ts';
import { withPinnedRows } from './pins.ts';
import { matchPlans } from './plan-matching.ts';
import { lengthOfChoice, nameOfChoice, placeChoice } from './package-airing.ts';
import { packageFindings, packageUnavailable } from './package-findings.ts';
import { resolveWithinHours } from './package-hours.ts';
import { assetsToRemember } from './remembered-assets.ts';
import { windowsForDate, type PlanWindow } from './windows.ts';
import { zonesRejectedByClock } from './zones.ts';

/**
 * The next day is frozen already, so this one must end where it begins. `crossing` is the airing of the day as frozen
 * before that runs on into it, if one does; it is kept.
 */
export interface FrozenTail {
  readonly crossing: Airing | null;
}

/** All that a day depends on. */
export interface ResolveDayInput {
  readonly channel: Channel;
  readonly date: IsoDate;
  /** Every plan of the channel; those not in force are left out here. */
  readonly plans: readonly Plan[];
  /** Every pin of the channel. */
  readonly pins?: readonly Pin[];
  /** Eligible assets only. */
  readonly catalog: Catalog;
  /** What the day before left behind. */
  readonly carryIn: Carry;
  /** The aired and locked head of the day, kept as it is; resolving goes on after it. */
  readonly protectedAirings?: readonly Airing[];
  readonly frozenTail?: FrozenTail | null;
  /**
   * Where the day before really ended, if that is known: this one begins there exactly, also when the channel's clock or grid
   * has been changed in between.
   */
  readonly opensAt?: EpochMs | null;
}

/** A day and what the operator should know about it. */
export interface DayResolution {
  readonly day: ResolvedDay;
  readonly findings: readonly Finding[];
}

/** A day under construction with what it is made from. */
interface Resolving {
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

/**
 * Resolves the plans of one channel for one broadcast day (domain.md §5.3). Pure: equal inputs give equal bytes, the
 * order of plans, rows and assets does not matter, and nothing is advanced but the carry that is answered. The
 * airings tile from the end of what was carried in to the day's end or beyond it; content is never cut, and what
 * follows starts on the next grid line (C-BD-01, C-ZONE-01). Throws `invalid-input` for a plan with bad cron.
 */
export function resolveDay(input: ResolveDayInput): DayResolution {
  const { channel, date, catalog, carryIn, frozenTail } = input;
  const { plans, findings } = matchPlans(input.plans, date);
  const pins = input.pins ?? [];
  const rowHolders = withPinnedRows(input.plans, pins);
  const remembered = assetsToRemember(rowHolders, catalog, channel);
  const builder = startDay(
    channel,
    date,
    carryIn,
    input.protectedAirings ?? [],
    input.opensAt ?? null,
    remembered,
    encoreNeedsOf(rowHolders),
  );
  const resolving: Resolving = {
    builder,
    catalog,
    findings: [...findings],
    goalAt: frozenTail?.crossing?.startAt ?? builder.day.endAt,
    mayCrossGoal: !frozenTail,
    hasPlan: plans.length > 0,
    pinned: pinWindowsFrom(channel, date, pins),
  };
  if (plans.length === 0) resolving.findings.push(noPlanInForce(builder));
  const windows = aroundPins(
    continuingWindow(carryIn, builder),
    windowsForDate(channel, date, plans, pins),
    resolving.pinned,
  );
  const nextDayAt = frozenTail ? null : hardStartOfNextDay(channel, date, input.plans, pins);
  const limits = limitsOf(windows, nextDayAt, (at) => lineAtOrAfter(builder, at));
  for (const zone of zonesRejectedByClock(channel, date, plans)) {
    resolving.findings.push(zoneRejected(builder, zone));
  }
  for (const [index, window] of windows.entries()) {
    fillGap(resolving, window.startAt);
    fillWindow(resolving, window, limits[index] ?? Number.POSITIVE_INFINITY);
  }
  fillGap(resolving, resolving.goalAt);
  if (frozenTail?.crossing && builder.cursorAt === frozenTail.crossing.startAt) {
    keepAiring(builder, frozenTail.crossing);
  }
  forgetOldAirings(builder.rotation.history, remembered, builder.day.startAt);
  return {
    day: finishDay(builder, {
      planId: plans[0]?.id ?? null,
      isManualOverride: false,
      continuing: runningWindow(resolving, windows),
    }),
    findings: resolving.findings,
  };
}

/** What yesterday's last window still has to fill of this day. */
function continuingWindow(carryIn: Carry, builder: DayBuilder): PlanWindow[] {
  const { continuing } = carryIn;
  if (!continuing || continuing.endAt <= builder.day.startAt) return [];
  const { planId, assignment, isZone, isPin, encore } = continuing;
  const plan = { id: planId, name: 'the day before' };
  // A single asset or package is only owed its one airing; what is left of its window belongs to this day's own rows.
  const endAt = isAiredOnce(assignment.content) ? builder.cursorAt + 1 : continuing.endAt;
  const window = { plan, assignment, startAt: builder.day.startAt, endAt };
  // In a kept head it may have aired already; the gap after the head is then one, as it was before.
  if (isAiredOnce(assignment.content) && hasAired(builder, window)) return [];
  return [
    {
      ...window,
      ...(isZone === true ? { isZone } : {}),
      ...(isPin === true ? { isPin } : {}),
      ...(encore === undefined ? {} : { encore }),
    },
  ];
}

/** Fills up to the first grid line at or after the instant with default programming. */
function fillGap(resolving: Resolving, untilAt: EpochMs): void {
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
    .find(({ lineage }) => lineage.rotation?.relaxedToHours !== undefined);
  if (
    !relaxed ||
    findings.some(({ rule, subjectId }) => rule === REST_RELAXED && subjectId === null)
  ) {
    return;
  }
  findings.push(defaultRestRelaxed(builder, relaxed));
}

/** Airs the window's row; nothing that would run past `limitAt`, the next hard start. */
function fillWindow(resolving: Resolving, window: PlanWindow, limitAt: EpochMs): void {
  const { builder, findings, goalAt } = resolving;
  const { assignment } = window;
  const endAt = Math.min(window.endAt, goalAt, limitAt);
  const isFirst = window.isHard === true && window.startAt >= builder.protectedUntil;
  if (isFirst && builder.cursorAt > lineAtOrAfter(builder, window.startAt)) {
    findings.push(hardStartMissed(builder, window));
  }
  const fillRest = (): void => {
    const restAt = lineAtOrAfter(builder, endAt);
    if (builder.cursorAt < restAt) fillByDefault(resolving, Math.min(restAt, goalAt));
  };
  const goesOn = resolving.mayCrossGoal && window.endAt > builder.day.endAt;
  if (builder.cursorAt >= endAt && window.endAt > builder.protectedUntil && !goesOn) {
    findings.push(windowLost(builder, window));
  }
  while (builder.cursorAt < endAt) {
    if (isAiredOnce(assignment.content) && hasAired(builder, window)) {
      fillRest();
      return;
    }
    const choice = choose(resolving, window);
    if (choice === null) {
      const finding = nothingToAir(resolving, window);
      if (finding) findings.push(finding);
      fillRest();
      return;
    }
    report(resolving, window, choice);
    const endsAt = endOfContent(builder, lengthOfChoice(choice));
    if (endsAt > limitAt) {
      findings.push(hardStartKept(builder, window, nameOfChoice(choice), limitAt));
      fillRest();
      return;
    }
    if (!resolving.mayCrossGoal && endsAt > goalAt) {
      findings.push(contentBeyondTail(builder, window, nameOfChoice(choice)));
      fillRest();
      return;
    }
    if (runsIntoPin(resolving, window, lengthOfChoice(choice))) {
      findings.push(heldForPin(builder, window, nameOfChoice(choice)));
      fillRest();
      return;
    }
    placeChoice(builder, choice, {
      planId: window.isPin === true ? null : window.plan.id,
      assignmentId: assignment.id,
      rule: ruleOf(window),
      policy: choice.policy,
      operatorIntent: assignment.operatorIntent,
      ...(choice.encore === undefined ? {} : { encore: choice.encore }),
      ...(isFirst && !hasAired(builder, window) ? { isHardStart: true } : {}),
    });
  }
}

function ruleOf({ isPin, isZone }: PlanWindow): 'pin' | 'zone' | 'assignment' {
  if (isPin === true) return 'pin';
  return isZone === true ? 'zone' : 'assignment';
}

/** Whether a plan's content would still be on when a pin starts, which starts on time. */
function runsIntoPin(
  { builder, pinned }: Resolving,
  window: PlanWindow,
  lengthMs: DurationMs,
): boolean {
  const pinAt = window.isPin === true ? null : nextPinStart(pinned, builder.cursorAt);
  return pinAt !== null && endOfContent(builder, lengthMs) > gridLine(builder, pinAt);
}

/** Whether the window's row has been placed; a row that plays one asset or package plays it once. */
function hasAired(builder: DayBuilder, window: PlanWindow): boolean {
  return builder.airings.some(({ lineage }) => lineage.assignmentId === window.assignment.id);
}

/** What is missing when a window has nothing (more) to air; an encore that has repeated all is just over. */
function nothingToAir(resolving: Resolving, window: PlanWindow): Finding | null {
  const { builder, catalog } = resolving;
  const slot = encoreSlotOf(builder, window);
  if (slot !== null && !hasFirstRun(builder, slot)) return noFirstRun(builder, window, slot);
  if (slot !== null && slot.after !== null) return null;
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
    isZone: window.isZone === true,
  };
}

/** Why the window's package cannot air; `null` for other content. */
function packageMissing(resolving: Resolving, window: PlanWindow): Finding | null {
  const { builder, catalog } = resolving;
  const { content } = window.assignment;
  if (content.type !== 'virtual_package') return null;
  const source = catalog.virtualAssets.get(content.virtualAssetId);
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
  if (choice.asset !== null) {
    reportRelaxation(resolving, window, choice);
    return;
  }
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

/** The row whose window runs on into the next day with something still to air, if there is one. */
function runningWindow(
  { builder, catalog }: Resolving,
  windows: readonly PlanWindow[],
): ContinuingWindow | null {
  const encoreOf = (window: PlanWindow): ContinuingWindow['encore'] | null => {
    const slot = encoreSlotOf(builder, window);
    return slot && continuingEncore(catalog, builder, slot);
  };
  const isOwed = (window: PlanWindow): boolean => {
    const { content } = window.assignment;
    if (content.type === 'encore') return encoreOf(window) !== null;
    return !isAiredOnce(content) || !hasAired(builder, window);
  };
  const running = windows.findLast((window) => window.endAt > builder.day.endAt && isOwed(window));
  const encore = running && encoreOf(running);
  return running
    ? {
        planId: running.plan.id,
        // Labels are for the eye; a day must not differ by them.
        assignment: { ...withoutHardStart(running.assignment), labelId: null },
        endAt: running.endAt,
        ...(running.isZone === true ? { isZone: true } : {}),
        ...(running.isPin === true ? { isPin: true } : {}),
        ...(encore ? { encore } : {}),
      }
    : null;
}
