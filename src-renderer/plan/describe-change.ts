import type { Assignment } from '#shared/model/plan.ts';
import { wallClockOfOffset } from '#shared/time/broadcast-day.ts';
import type { LocalTime } from '#shared/time/units.ts';

import type { Placement } from './placement.ts';

interface Naming {
  readonly titleOf: (row: Assignment) => string;
  readonly dayStart: LocalTime;
}

/** What the command is called: which row, and where its changed edge now lies. */
export function describeChange(row: Assignment, placement: Placement, context: Naming): string {
  const title = context.titleOf(row);
  const { startOffsetMinutes: start, durationMinutes: duration } = placement;
  if (duration === row.durationMinutes) {
    return `Moved ${title} to ${wallClockOfOffset(context.dayStart, start)}`;
  }
  if (start === row.startOffsetMinutes) {
    return `Made ${title} end at ${wallClockOfOffset(context.dayStart, start + duration)}`;
  }
  return `Made ${title} start at ${wallClockOfOffset(context.dayStart, start)}`;
}

/** What a change by the dialog is called. */
export function describeEdit(
  before: Assignment,
  after: Assignment,
  titleOf: (row: Assignment) => string,
  dayStart: string,
): string {
  const isSamePlace =
    before.startOffsetMinutes === after.startOffsetMinutes &&
    before.durationMinutes === after.durationMinutes;
  return isSamePlace
    ? `Changed ${titleOf(before)}`
    : describeChange(before, after, { titleOf, dayStart });
}
