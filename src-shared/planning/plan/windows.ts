import { mergedBreakChanges } from '../../model/break-rules.ts';
import type { Pin } from '../../model/pin.ts';
import { isAiredOnce } from '../../model/content-kinds.ts';
import type { Plan, PlannedRow } from '../../model/plan.ts';
import type { ContinuingWindow } from '../../model/schedule-day.ts';
import type { Zone } from '../../model/zone.ts';
import { instantOfOffset, type ChannelTime } from '../../time/broadcast-day.ts';
import type { EpochMs, IsoDate } from '../../time/units.ts';
import { pinsOn, rowOfPin } from './pins.ts';
import { plansForDate } from './plan-matching.ts';
import { rowsOn, type HeldPlan, type HeldRow, type PlanningRows } from './rows-of.ts';
import { endOfZonePart, isRejectedByClock } from './zones.ts';
import { compareText } from '../../model/natural-order.ts';

/** What says that the window's row airs. A row is one of the plan or of a block in it. */
export type WindowOrigin =
  | {
      readonly kind: 'row';
      /** It must open at its start, whatever airs before: the start of a row with a hard start, where nothing above covers it. */
      readonly isHard: boolean;
    }
  | { readonly kind: 'zone' }
  | { readonly kind: 'pin' };

/** A stretch of a day, `[startAt, endAt)`, in which one assignment says what airs. */
export interface PlanWindow {
  readonly plan: Pick<Plan, 'id' | 'name'>;
  /** With the break rules of its plan under its own. */
  readonly assignment: PlannedRow;
  readonly startAt: EpochMs;
  readonly endAt: EpochMs;
  readonly origin: WindowOrigin;
  /** Where an encore stands that goes on from the day before; `null` for every other window. */
  readonly encore: NonNullable<ContinuingWindow['encore']> | null;
}

/** Schedule-time minutes, half-open. */
interface OffsetSpan {
  readonly from: number;
  readonly to: number;
}

interface LayeredSpan extends OffsetSpan, HeldRow {
  readonly plan: Pick<Plan, 'id' | 'name' | 'breakRules'>;
}

function spanOf(assignment: PlannedRow): OffsetSpan {
  const from = assignment.startOffsetMinutes;
  return { from, to: from + assignment.durationMinutes };
}

/** What is left of a span when the covered ones (disjoint or not) are cut out, in order. */
function uncovered(span: OffsetSpan, covered: readonly OffsetSpan[]): OffsetSpan[] {
  let rest: OffsetSpan[] = [span];
  for (const cover of covered) {
    rest = rest.flatMap((part) => [
      { from: part.from, to: Math.min(part.to, cover.from) },
      { from: Math.max(part.from, cover.to), to: part.to },
    ]);
    rest = rest.filter((part) => part.from < part.to);
  }
  return rest;
}

function compareRows(a: PlannedRow, b: PlannedRow): number {
  return a.startOffsetMinutes - b.startOffsetMinutes || compareText(a.id, b.id);
}

/** The row with what its plan says about breaks, so that the window knows it wherever it goes on. */
function withBreaksOf({ breakRules }: LayeredSpan['plan'], row: PlannedRow): PlannedRow {
  const merged = mergedBreakChanges(breakRules, row.breakRules);
  return merged === undefined ? row : { ...row, breakRules: merged };
}

/**
 * The windows of a date in air order. Pins lie above all; then the first plan in force wins; while plans say `merge`, the next one below shows through
 * wherever those above have nothing of their own. Within a plan rows cover placed blocks, and both cover zones, and a zone for certain dates
 * or weekdays covers one for every day. A row that plays one asset or package keeps
 * only the part in which it starts. Offsets are civil; a window that a clock change leaves without length is dropped.
 * Throws `invalid-input` for a plan with bad cron.
 */
export function windowsForDate(
  time: ChannelTime,
  date: IsoDate,
  { plans, pins }: Pick<PlanningRows, 'plans' | 'pins'>,
): PlanWindow[] {
  return layersOf(time, date, { plans, pins })
    .map((span) => windowOf(span, time, date))
    .filter((window) => window.startAt < window.endAt)
    .sort((a, b) => a.startAt - b.startAt || compareRows(a.assignment, b.assignment));
}

/**
 * The rows of which something should air on the date, but all of it falls into the hour that the clocks leave out; each once, by
 * start.
 */
export function rowsInMissingHour(
  time: ChannelTime,
  date: IsoDate,
  planned: Pick<PlanningRows, 'plans' | 'pins'>,
): HeldRow[] {
  const spans = layersOf(time, date, planned);
  const remaining = new Set<string>();
  const missing = new Map<string, HeldRow>();
  for (const span of spans) {
    const { startAt, endAt } = windowOf(span, time, date);
    if (startAt < endAt) remaining.add(span.row.id);
    else missing.set(span.row.id, { row: span.row, holder: span.holder });
  }
  return [...missing.values()]
    .filter(({ row }) => !remaining.has(row.id))
    .sort((a, b) => compareRows(a.row, b.row));
}

/** Which row says what airs when on the date, in no order; every minute has one row at most. */
function layersOf(
  time: ChannelTime,
  date: IsoDate,
  { plans, pins }: Pick<PlanningRows, 'plans' | 'pins'>,
): LayeredSpan[] {
  const layered = layersOfPins(pins, date);
  for (const plan of plansForDate(plans, date)) {
    layerPlan(layered, plan, time, date);
    if (plan.layering === 'replace') break;
  }
  return layered;
}

/** The windows of the date's pins alone. */
export function pinWindowsOn(time: ChannelTime, date: IsoDate, pins: readonly Pin[]): PlanWindow[] {
  return windowsForDate(time, date, { plans: [], pins });
}

function layersOfPins(pins: readonly Pin[], date: IsoDate): LayeredSpan[] {
  const layered: LayeredSpan[] = [];
  for (const pin of pinsOn(pins, date)) {
    const row = rowOfPin(pin);
    const plan = { id: row.planId, name: 'a pin' };
    for (const part of uncovered(spanOf(row), layered)) {
      layered.push({ plan, row, holder: { kind: 'pin', pin }, ...part });
    }
  }
  return layered;
}

/** Lays a plan under what lies there already. Rows of the plan itself do not cover each other: they may not overlap. */
function layerPlan(layered: LayeredSpan[], plan: HeldPlan, time: ChannelTime, date: IsoDate): void {
  const above = [...layered];
  for (const { row, holder } of rowsOn(plan, date)) {
    if (holder.kind === 'zone' && isZoneLeftOut(holder.zone, time, date)) continue;
    const whole = spanOf(row);
    const parts = uncovered(whole, holder.kind === 'plan' ? above : [...layered]).filter(
      (part) => !isAiredOnce(row.content) || part.from === whole.from,
    );
    for (const part of parts) layered.push({ plan, row, holder, ...part });
  }
}

function isZoneLeftOut(zone: Zone, time: ChannelTime, date: IsoDate): boolean {
  return zone.items.length === 0 || isRejectedByClock(zone, time, date);
}

function windowOf(
  { plan, row, holder, from, to }: LayeredSpan,
  time: ChannelTime,
  date: IsoDate,
): PlanWindow {
  return {
    plan: { id: plan.id, name: plan.name },
    assignment: withBreaksOf(plan, row),
    startAt: instantOfOffset(time, date, from),
    endAt:
      holder.kind === 'zone'
        ? endOfZonePart(holder.zone.dstPolicy, time, date, from, to)
        : instantOfOffset(time, date, to),
    origin: originOf({ row, holder }, from),
    encore: null,
  };
}

function originOf({ row, holder }: HeldRow, from: number): WindowOrigin {
  if (holder.kind === 'zone' || holder.kind === 'pin') return { kind: holder.kind };
  return { kind: 'row', isHard: row.isHardStart === true && from === row.startOffsetMinutes };
}

/** Whether the window is the start of a row with a hard start. */
export function isHardStart({ origin }: Pick<PlanWindow, 'origin'>): boolean {
  return origin.kind === 'row' && origin.isHard;
}

/** A window that goes on from the day before, as the carry has it, `[startAt, endAt)`. */
export function continuedWindow(
  { planId, assignment, isZone, isPin, encore }: ContinuingWindow,
  startAt: EpochMs,
  endAt: EpochMs,
): PlanWindow {
  const origin: WindowOrigin =
    isPin === true
      ? { kind: 'pin' }
      : isZone === true
        ? { kind: 'zone' }
        : { kind: 'row', isHard: false };
  const plan = { id: planId, name: 'the day before' };
  return { plan, assignment, startAt, endAt, origin, encore: encore ?? null };
}

/** What the carry says of a window that goes on in the next day, with what its encore has repeated by then. */
export function continuingWindowOf(
  { plan, assignment, endAt, origin }: PlanWindow,
  encore: PlanWindow['encore'],
): ContinuingWindow {
  // Its start is past; and labels are for the eye, a day must not differ by them.
  const { isHardStart: _hard, ...row } = assignment;
  return {
    planId: plan.id,
    assignment: { ...row, labelId: null },
    endAt,
    ...(origin.kind === 'zone' ? { isZone: true } : {}),
    ...(origin.kind === 'pin' ? { isPin: true } : {}),
    ...(encore === null ? {} : { encore }),
  };
}

/** The zones of plans in force that are left out on the date because the clocks change inside them. */
export function zonesRejectedByClock(
  time: ChannelTime,
  date: IsoDate,
  { plans }: Pick<PlanningRows, 'plans'>,
): Zone[] {
  return plansForDate(plans, date)
    .flatMap((plan) => rowsOn(plan, date))
    .flatMap(({ holder }) => (holder.kind === 'zone' ? [holder.zone] : []))
    .filter((zone) => isRejectedByClock(zone, time, date));
}
