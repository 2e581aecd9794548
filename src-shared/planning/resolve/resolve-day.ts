import type { Channel } from '../../model/channel.ts';
import type { Finding } from '../../model/finding.ts';
import { isAiredOnce } from '../../model/content-kinds.ts';
import type { Airing, Carry, ContinuingWindow } from '../../model/schedule-day.ts';
import type { EpochMs, IsoDate } from '../../time/units.ts';
import { forgetOldAirings } from '../choose/airing-history.ts';
import type { Catalog } from '../choose/catalog.ts';
import { keepAiring, lineAtOrAfter, startDay, type DayBuilder } from './day-builder.ts';
import { noPlanInForce, rowLeftOut, zoneRejected } from './day-findings.ts';
import { encoreNeedsOf } from './encore.ts';
import { continuingEncore, encoreSlotOf } from './encore-slot.ts';
import { fillGap, fillWindow, hasAired, type Resolving } from './fill-window.ts';
import { finishDay, type ResolvedDay } from './finish-day.ts';
import { hardStartOfNextDay, limitsOf } from './hard-starts.ts';
import { aroundPins, pinWindowsFrom } from '../plan/pin-windows.ts';
import { matchPlans } from '../plan/plan-matching.ts';
import type { PlanningRows } from '../plan/rows-of.ts';
import { assetsToRemember } from '../choose/remembered-assets.ts';
import {
  continuedWindow,
  continuingWindowOf,
  rowsInMissingHour,
  windowsForDate,
  zonesRejectedByClock,
  type PlanWindow,
} from '../plan/windows.ts';

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
  /** Every plan of the channel, those not in force are left out here, and every pin. */
  readonly planned: PlanningRows;
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

/**
 * Resolves the plans of one channel for one broadcast day. Pure: equal inputs give equal bytes, the
 * order of plans, rows and assets does not matter, and nothing is advanced but the carry that is answered. The
 * airings tile from the end of what was carried in to the day's end or beyond it; content is never cut, and what
 * follows starts on the next grid line (C-BD-01, C-ZONE-01). Throws `invalid-input` for a plan with bad cron.
 */
export function resolveDay(input: ResolveDayInput): DayResolution {
  const { channel, date, planned, catalog, carryIn, frozenTail } = input;
  const { plans, findings } = matchPlans(planned.plans, date);
  const remembered = assetsToRemember(planned, catalog, channel);
  const builder = startDay(
    channel,
    date,
    carryIn,
    input.protectedAirings ?? [],
    input.opensAt ?? null,
    remembered,
    encoreNeedsOf(planned),
  );
  const resolving: Resolving = {
    builder,
    catalog,
    findings: [...findings],
    goalAt: frozenTail?.crossing?.startAt ?? builder.day.endAt,
    mayCrossGoal: !frozenTail,
    hasPlan: plans.length > 0,
    pinned: pinWindowsFrom(channel, date, planned.pins),
  };
  if (plans.length === 0) resolving.findings.push(noPlanInForce(builder));
  const windows = aroundPins(
    continuingWindow(carryIn, builder),
    windowsForDate(channel, date, planned),
    resolving.pinned,
  );
  const nextDayAt = frozenTail ? null : hardStartOfNextDay(channel, date, planned);
  const limits = limitsOf(windows, nextDayAt, (at) => lineAtOrAfter(builder, at));
  for (const zone of zonesRejectedByClock(channel, date, planned)) {
    resolving.findings.push(zoneRejected(builder, zone));
  }
  for (const held of rowsInMissingHour(channel, date, planned)) {
    resolving.findings.push(rowLeftOut(builder, held));
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
  // A single asset or package is only owed its one airing; what is left of its window belongs to this day's own rows.
  const isOnce = isAiredOnce(continuing.assignment.content);
  const endAt = isOnce ? builder.cursorAt + 1 : continuing.endAt;
  const window = continuedWindow(continuing, builder.day.startAt, endAt);
  // In a kept head it may have aired already; the gap after the head is then one, as it was before.
  return isOnce && hasAired(builder, window) ? [] : [window];
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
  return running ? continuingWindowOf(running, encoreOf(running) ?? null) : null;
}
