import type { AssignmentId } from '#shared/model/ids.ts';
import type { Pin } from '#shared/model/pin.ts';
import type { Assignment, Plan, PlannedRow } from '#shared/model/plan.ts';
import { isPlanInForce, plansForDate } from '#shared/planning/plan/plan-matching.ts';
import { planningRows } from '#shared/planning/plan/rows-of.ts';
import { type PlanWindow, windowsForDate } from '#shared/planning/plan/windows.ts';
import type { IsoDate } from '#shared/time/units.ts';
import { addDays, instantOfCivil, weekdayOf } from '#shared/time/zone.ts';

/** A stretch of a day that is not filled by the rows being edited, in minutes from the day's start. */
export interface OtherWindow {
  readonly key: string;
  /** Where it comes from, in words: “from the plan …”, “a zone of this plan”. */
  readonly source: string;
  /** Whether it wins over the rows being edited, as opposed to showing through from below. */
  readonly isAbove: boolean;
  readonly assignment: PlannedRow;
  readonly startOffsetMinutes: number;
  readonly durationMinutes: number;
}

/** One day of the week as the selected plan sees it. */
export interface DayColumn {
  readonly date: IsoDate;
  /** Whether the plan is in force on the day, and whether anything of it can air. */
  readonly standing: 'in-force' | 'covered' | 'not-in-force';
  /** The name of the plan that covers this one, if one does. */
  readonly coveredBy: string | null;
  readonly others: readonly OtherWindow[];
  /** Rows of the selected plan that other plans leave nothing of. */
  readonly hiddenRows: ReadonlySet<AssignmentId>;
}

/** The Monday of the week of a date. */
export function weekStart(date: IsoDate): IsoDate {
  return addDays(date, 1 - weekdayOf(date));
}

/** The seven dates from Monday on. */
export function weekDates(date: IsoDate): IsoDate[] {
  const monday = weekStart(date);
  return Array.from({ length: 7 }, (_, index) => addDays(monday, index));
}

/** Offsets are civil, so windows are computed in a zone without clock changes and read off as minutes. */
const PLAIN_TIME = { timezone: 'UTC', dayStart: '00:00', gridMinutes: 30 } as const;

/** What each plan does on a date, with `rows` in place of what the selected plan has published. */
export function dayColumn(
  plans: readonly Plan[],
  pins: readonly Pin[],
  selected: Plan,
  rows: readonly Assignment[],
  date: IsoDate,
): DayColumn {
  const current = plans.map((plan) =>
    plan.id === selected.id ? { ...plan, assignments: [...rows] } : plan,
  );
  const inForce = plansForDate(current, date);
  const place = inForce.findIndex(({ id }) => id === selected.id);
  const cover = inForce.find((plan, index) => index < place && plan.layering === 'replace');
  const midnightAt = instantOfCivil('UTC', { date, minutes: 0 });
  const windows = windowsForDate(PLAIN_TIME, date, planningRows(current, pins, 'published'));
  const shown = new Set(windows.map(({ assignment }) => assignment.id));
  const own = new Set<string>(rows.map(({ id }) => id));
  const others = windows
    .filter(({ plan, assignment }) => plan.id !== selected.id || !own.has(assignment.id))
    .map((window) => ({
      key: `${window.assignment.id} ${String(window.startAt)}`,
      source: sourceOf(window, selected),
      isAbove:
        window.origin.kind === 'pin' ||
        inForce.findIndex(({ id }) => id === window.plan.id) < place,
      assignment: window.assignment,
      startOffsetMinutes: (window.startAt - midnightAt) / 60_000,
      durationMinutes: (window.endAt - window.startAt) / 60_000,
    }));
  return {
    date,
    standing: place < 0 ? 'not-in-force' : cover ? 'covered' : 'in-force',
    coveredBy: cover?.name ?? null,
    others,
    hiddenRows: new Set(rows.filter(({ id }) => !shown.has(id)).map(({ id }) => id)),
  };
}

function sourceOf({ plan, origin }: PlanWindow, selected: Plan): string {
  if (origin.kind === 'pin') return 'pinned for this date, above every plan';
  if (plan.id !== selected.id) return `from the plan “${plan.name}”`;
  return origin.kind === 'zone' ? 'from a zone of this plan' : 'from a block of this plan';
}

/** How many rows differ between what is published and the working copy. */
export function countChanges(
  published: readonly Assignment[],
  rows: readonly Assignment[],
): number {
  const before = new Map(published.map((row) => [row.id, JSON.stringify(row)]));
  let changes = 0;
  for (const row of rows) {
    if (before.get(row.id) !== JSON.stringify(row)) changes += 1;
    before.delete(row.id);
  }
  return changes + before.size;
}

/** How far ahead a date is looked for on which a plan shows. */
const SEARCH_DAYS = 400;

/** The first date from `today` on that is not frozen and on which the plan is in force, or `null` within a year. */
export function firstEffectiveDate(
  plan: Plan,
  today: IsoDate,
  frozenDates: ReadonlySet<IsoDate>,
): IsoDate | null {
  let date = today;
  for (let days = 0; days < SEARCH_DAYS; days += 1) {
    if (!frozenDates.has(date) && isPlanInForce(plan, date)) return date;
    date = addDays(date, 1);
  }
  return null;
}
