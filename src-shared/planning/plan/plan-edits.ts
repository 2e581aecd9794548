import { AppError, invalidInput } from '../../errors/app-error.ts';
import type { AssignmentId } from '../../model/ids.ts';
import type { Assignment, Plan, PlanEdit, PlannedRow } from '../../model/plan.ts';
import { scheduleTimeOf } from '../../model/scalars.ts';
import { DAY_MINUTES } from '../../time/units.ts';
import { compareText } from '../../model/natural-order.ts';

/** Rows by start, then id. */
export function orderAssignments<Row extends PlannedRow>(rows: readonly Row[]): Row[] {
  return [...rows].sort(
    (a, b) => a.startOffsetMinutes - b.startOffsetMinutes || compareText(a.id, b.id),
  );
}

/** The rows of a plan that are being edited: its draft, or what is published where it has none. */
export function workingRows({
  assignments,
  draft,
}: Pick<Plan, 'assignments' | 'draft'>): readonly Assignment[] {
  return draft ?? assignments;
}

/** The rows of a plan as published and, besides them, those of its draft. */
export function storedRows({
  assignments,
  draft,
}: Pick<Plan, 'assignments' | 'draft'>): Assignment[] {
  return [...assignments, ...(draft ?? [])];
}

/** The row's span as schedule-time, `02:00–03:30`. */
export function describeSpan(
  row: Pick<Assignment, 'startOffsetMinutes' | 'durationMinutes'>,
): string {
  const end = row.startOffsetMinutes + row.durationMinutes;
  return `${scheduleTimeOf(row.startOffsetMinutes)}–${scheduleTimeOf(end)}`;
}

/** Each row that shares a minute (half-open) with one that starts before it, with the one of those that reaches furthest. */
export function findOverlaps<Row extends PlannedRow>(
  rows: readonly Row[],
): { readonly earlier: Row; readonly later: Row }[] {
  const found: { readonly earlier: Row; readonly later: Row }[] = [];
  let reaching: Row | null = null;
  for (const row of orderAssignments(rows)) {
    if (reaching && row.startOffsetMinutes < endOf(reaching)) {
      found.push({ earlier: reaching, later: row });
    }
    if (!reaching || endOf(row) > endOf(reaching)) reaching = row;
  }
  return found;
}

/** The offset, in minutes, at which a row ends. */
export function endOf(row: Pick<PlannedRow, 'startOffsetMinutes' | 'durationMinutes'>): number {
  return row.startOffsetMinutes + row.durationMinutes;
}

/**
 * Applies edits to a plan's rows, all or none, and answers them ordered by start. Rows may pass over each other between
 * edits; at the end none may overlap. Throws `plan-overlap` naming the blocker, `invalid-input` for a row that is
 * unknown, already there, or outside 00:00–24:00.
 */
export function applyPlanEdits(
  rows: readonly Assignment[],
  edits: readonly PlanEdit[],
): Assignment[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const touched = new Set<AssignmentId>();
  for (const edit of edits) {
    applyEdit(byId, edit);
    if (edit.type !== 'remove') touched.add(edit.assignment.id);
  }
  const result = orderAssignments([...byId.values()]);
  const [overlap] = findOverlaps(result);
  if (overlap) throw overlapError(overlap.earlier, overlap.later, touched);
  return result;
}

function applyEdit(rows: Map<AssignmentId, Assignment>, edit: PlanEdit): void {
  const id = edit.type === 'remove' ? edit.assignmentId : edit.assignment.id;
  const isKnown = rows.has(id);
  if (edit.type === 'insert' && isKnown) {
    throw invalidInput(
      'assignment.id',
      `The row ${id} is in the plan already.`,
      'Give the new row an id of its own.',
    );
  }
  if (edit.type !== 'insert' && !isKnown) {
    throw invalidInput(
      'assignmentId',
      `The row ${id} is not in the plan.`,
      'Reload the plan; the row may have been removed.',
    );
  }
  if (edit.type === 'remove') {
    rows.delete(id);
    return;
  }
  checkSpan(edit.assignment);
  rows.set(id, edit.assignment);
}

function checkSpan(row: Assignment): void {
  const { startOffsetMinutes: start, durationMinutes: duration } = row;
  if (!Number.isInteger(start) || start < 0 || start > DAY_MINUTES) {
    throw invalidInput(
      'startOffsetMinutes',
      'A row starts between 00:00 and 24:00 of schedule-time.',
      'Move the row into the day.',
    );
  }
  if (!Number.isInteger(duration) || duration < 1 || duration > 2_880) {
    throw invalidInput(
      'durationMinutes',
      'A row lasts from 1 minute to 48 hours.',
      'Choose another length.',
    );
  }
}

/** The row that stood still is the blocker; of two that moved, the earlier one. */
function overlapError(
  earlier: Assignment,
  later: Assignment,
  touched: ReadonlySet<AssignmentId>,
): AppError {
  const blocker = touched.has(earlier.id) && !touched.has(later.id) ? later : earlier;
  const moved = blocker === earlier ? later : earlier;
  return new AppError(
    'plan-overlap',
    `The row ${describeSpan(moved)} overlaps the row ${describeSpan(blocker)}.`,
    {
      field: 'startOffsetMinutes',
      remedy: `Keep clear of ${describeSpan(blocker)}, or move or shorten that row first.`,
      assignmentId: moved.id,
      blockerId: blocker.id,
      blockerStartOffsetMinutes: blocker.startOffsetMinutes,
      blockerDurationMinutes: blocker.durationMinutes,
    },
  );
}

/** The edits that take `applyPlanEdits(rows, edits)` back to `rows`. Throws as {@link applyPlanEdits} for unknown rows. */
export function invertPlanEdits(
  rows: readonly Assignment[],
  edits: readonly PlanEdit[],
): PlanEdit[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const inverse: PlanEdit[] = [];
  for (const edit of edits) {
    const before = byId.get(edit.type === 'remove' ? edit.assignmentId : edit.assignment.id);
    applyEdit(byId, edit);
    if (before === undefined) {
      if (edit.type === 'insert')
        inverse.unshift({ type: 'remove', assignmentId: edit.assignment.id });
    } else {
      inverse.unshift({ type: edit.type === 'remove' ? 'insert' : 'replace', assignment: before });
    }
  }
  return inverse;
}
