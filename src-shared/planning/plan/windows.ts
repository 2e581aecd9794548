import type { Pin } from '../../model/pin.ts';
import { isAiredOnce, type Assignment, type Plan } from '../../model/plan.ts';
import type { ContinuingWindow } from '../../model/schedule-day.ts';
import type { Zone } from '../../model/zone.ts';
import { instantOfOffset, type ChannelTime } from '../../time/broadcast-day.ts';
import type { EpochMs, IsoDate } from '../../time/units.ts';
import { pinsOn, rowOfPin } from './pins.ts';
import { rowsOfBlocksOn } from './placed-blocks.ts';
import { endOfZonePart, isRejectedByClock, rowOfZone, zonesOn } from './zones.ts';

/** A stretch of a day, `[startAt, endAt)`, in which one assignment says what airs. */
export interface PlanWindow {
  readonly plan: Pick<Plan, 'id' | 'name'>;
  readonly assignment: Assignment;
  readonly startAt: EpochMs;
  readonly endAt: EpochMs;
  /** The assignment stands for a zone of the plan. */
  readonly isZone?: boolean;
  /** It must open at its start, whatever airs before: the start of a row with a hard start, where nothing above covers it. */
  readonly isHard?: boolean;
  /** The assignment stands for a pin. */
  readonly isPin?: boolean;
  /** Of an encore that goes on from the day before. */
  readonly encore?: NonNullable<ContinuingWindow['encore']>;
}

/** Schedule-time minutes, half-open. */
interface OffsetSpan {
  readonly from: number;
  readonly to: number;
}

interface LayeredSpan extends OffsetSpan {
  readonly plan: PlanWindow['plan'];
  readonly assignment: Assignment;
  readonly zone?: Zone;
  readonly isPin?: boolean;
}

function spanOf(assignment: Assignment): OffsetSpan {
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

function compareRows(a: Assignment, b: Assignment): number {
  return a.startOffsetMinutes - b.startOffsetMinutes || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/**
 * The windows of a date in air order. Pins lie above all; then the first plan wins; while plans say `merge`, the next one below shows through
 * wherever those above have nothing of their own. Within a plan rows cover placed blocks, and both cover zones, and a zone for certain dates
 * or weekdays covers one for every day. A row that plays one asset or package keeps
 * only the part in which it starts. Offsets are civil; a window that a clock change leaves without length is dropped.
 */
export function windowsForDate(
  time: ChannelTime,
  date: IsoDate,
  plans: readonly Plan[],
  pins: readonly Pin[] = [],
): PlanWindow[] {
  const layered: LayeredSpan[] = [];
  for (const pin of pinsOn(pins, date)) {
    const assignment = rowOfPin(pin);
    const plan = { id: assignment.planId, name: 'a pin' };
    for (const part of uncovered(spanOf(assignment), layered)) {
      layered.push({ plan, assignment, isPin: true, ...part });
    }
  }
  for (const plan of plans) {
    const above = layered.map(({ from, to }) => ({ from, to }));
    for (const assignment of [...plan.assignments].sort(compareRows)) {
      const whole = spanOf(assignment);
      const parts = uncovered(whole, above).filter(
        (part) => !isAiredOnce(assignment.content) || part.from === whole.from,
      );
      for (const part of parts) layered.push({ plan, assignment, ...part });
    }
    for (const assignment of rowsOfBlocksOn(plan, date)) {
      const whole = spanOf(assignment);
      const parts = uncovered(whole, layered).filter(
        (part) => !isAiredOnce(assignment.content) || part.from === whole.from,
      );
      for (const part of parts) layered.push({ plan, assignment, ...part });
    }
    for (const zone of zonesOn(plan.zones ?? [], date)) {
      if (zone.items.length === 0 || isRejectedByClock(zone, time, date)) continue;
      const covered = layered.map(({ from, to }) => ({ from, to }));
      const assignment = rowOfZone(zone, plan.id);
      for (const part of uncovered(spanOf(assignment), covered)) {
        layered.push({ plan, assignment, zone, ...part });
      }
    }
    if (plan.layering === 'replace') break;
  }
  return layered
    .map(({ plan, assignment, zone, isPin, from, to }) => ({
      plan: { id: plan.id, name: plan.name },
      assignment,
      startAt: instantOfOffset(time, date, from),
      endAt:
        zone === undefined
          ? instantOfOffset(time, date, to)
          : endOfZonePart(zone.dstPolicy, time, date, from, to),
      ...(zone === undefined ? {} : { isZone: true }),
      ...(assignment.isHardStart === true && from === assignment.startOffsetMinutes
        ? { isHard: true }
        : {}),
      ...(isPin === true ? { isPin } : {}),
    }))
    .filter((window) => window.startAt < window.endAt)
    .sort((a, b) => a.startAt - b.startAt || compareRows(a.assignment, b.assignment));
}
