import type { Assignment } from '#shared/model/plan.ts';
import { scheduleTimeOf } from '#shared/model/scalars.ts';
import { wallClockOfOffset } from '#shared/time/broadcast-day.ts';
import { type LocalTime, DAY_MINUTES } from '#shared/time/units.ts';

/** Where a row lies: minutes from the day's start, half-open. */
export type Placement = Pick<Assignment, 'startOffsetMinutes' | 'durationMinutes'>;

/** Why a row cannot lie somewhere. */
export interface Refusal {
  /** One sentence that names what is in the way. */
  readonly reason: string;
  readonly blockerId: string;
}

/** The first row that shares a minute with the placement, leaving out the row being placed. */
export function findBlocker(
  rows: readonly Assignment[],
  placement: Placement,
  ownId: string | null,
): Assignment | null {
  const end = placement.startOffsetMinutes + placement.durationMinutes;
  return (
    rows.find(
      (row) =>
        row.id !== ownId &&
        row.startOffsetMinutes < end &&
        placement.startOffsetMinutes < row.startOffsetMinutes + row.durationMinutes,
    ) ?? null
  );
}

/** `20:00 to 21:30` on the wall clock. */
export function wallSpan(placement: Placement, dayStart: LocalTime): string {
  const end = placement.startOffsetMinutes + placement.durationMinutes;
  return `${wallClockOfOffset(dayStart, placement.startOffsetMinutes)} to ${wallClockOfOffset(dayStart, end)}`;
}

/** `22:00 (+16:00)`: wall clock and offset from the day's start. */
export function timeWithOffset(offsetMinutes: number, dayStart: LocalTime): string {
  return `${wallClockOfOffset(dayStart, offsetMinutes)} (+${scheduleTimeOf(offsetMinutes)})`;
}

/** Why the placement is refused, or `null` when it fits. */
export function refusalOf(
  rows: readonly Assignment[],
  placement: Placement,
  ownId: string | null,
  titleOf: (row: Assignment) => string,
  dayStart: LocalTime,
): Refusal | null {
  const blocker = findBlocker(rows, placement, ownId);
  if (!blocker) return null;
  return {
    reason: `“${titleOf(blocker)}” is there from ${wallSpan(blocker, dayStart)}.`,
    blockerId: blocker.id,
  };
}

/** Whole grid slots for content of a length, at least one, in minutes. */
export function slotMinutesFor(contentMs: number, gridMinutes: number): number {
  return Math.max(1, Math.ceil(contentMs / (gridMinutes * 60_000))) * gridMinutes;
}

/** The first offset at which the content fits, or the day's start. */
export function firstGap(
  rows: readonly Assignment[],
  lengthMinutes: number,
  gridMinutes: number,
): number {
  for (let start = 0; start + lengthMinutes <= DAY_MINUTES; start += gridMinutes) {
    const isFree = rows.every(
      (row) =>
        row.startOffsetMinutes >= start + lengthMinutes ||
        row.startOffsetMinutes + row.durationMinutes <= start,
    );
    if (isFree) return start;
  }
  return 0;
}
