import { AppError } from '../../errors/app-error.ts';
import { PlanId } from '../../model/ids.ts';
import type { Pin, PinFields } from '../../model/pin.ts';
import type { PlannedRow } from '../../model/plan.ts';
import { type IsoDate, DAY_MINUTES } from '../../time/units.ts';
import { addDays, datesBetween } from '../../time/zone.ts';
import { describeSpan } from './plan-edits.ts';
import { isInYearlyRange } from './plan-matching.ts';
import { compareText } from '../../model/natural-order.ts';

/** A year with all its days, for ranges that come back every year. */
const LEAP_YEAR = datesBetween('2028-01-01', '2028-12-31');

/** Whether the pin is for the broadcast date. */
export function isPinOn({ days }: Pick<Pin, 'days'>, date: IsoDate): boolean {
  return days.type === 'dates' ? days.dates.includes(date) : isInYearlyRange(days, date);
}

/** The pins of a date, the oldest first: it covers a newer one. */
export function pinsOn(pins: readonly Pin[], date: IsoDate): Pin[] {
  return pins
    .filter((pin) => isPinOn(pin, date))
    .sort((a, b) => a.createdAt - b.createdAt || compareText(a.id, b.id));
}

/** A row that airs what the pin says; the planner knows no other kind of window. */
export function rowOfPin(pin: Pin): PlannedRow {
  const { startOffsetMinutes, durationMinutes, content, episodePolicy, operatorIntent } = pin;
  return {
    id: pin.id,
    planId: PlanId.parse(pin.id),
    startOffsetMinutes,
    durationMinutes,
    content,
    episodePolicy,
    operatorIntent,
    labelId: null,
  };
}

/** `14:00–15:00 on 2026-12-24`, in schedule-time. */
export function describePin(pin: PinFields): string {
  return `${describeSpan(pin)} on ${describePinDays(pin.days)}`;
}

export function describePinDays(days: Pin['days']): string {
  if (days.type === 'yearly') return `${days.from} to ${days.to} of every year`;
  const [first = '', ...more] = [...days.dates].sort();
  return more.length === 0 ? first : `${first} and ${String(more.length)} more dates`;
}

/** Refuses a pin that claims minutes of another one's on some date. Throws `plan-overlap`. */
export function refusePinOverlap(pin: PinFields, others: readonly Pin[]): void {
  for (const other of others) {
    const date = datesOfBoth(pin, other).find((each) => overlapsOn(pin, other, each));
    if (date === undefined) continue;
    throw new AppError(
      'plan-overlap',
      `The pin ${describePin(pin)} overlaps the pin ${describePin(other)}.`,
      {
        field: 'startOffsetMinutes',
        blockerId: other.id,
        remedy: 'Choose another time or other dates, or remove that pin first.',
      },
    );
  }
}

/** Dates on which either of the two begins; of two that come back every year, those of one year. */
function datesOfBoth(a: PinFields, b: PinFields): readonly IsoDate[] {
  const named = [a, b].flatMap(({ days }) => (days.type === 'dates' ? days.dates : []));
  return named.length > 0 ? named : LEAP_YEAR;
}

/** Whether the two meet, the one on the date, the other on it or on a neighbour of it. */
function overlapsOn(a: PinFields, b: PinFields, date: IsoDate): boolean {
  const spansOf = (pin: PinFields) =>
    [-1, 0, 1]
      .filter((offset) => isPinOn(pin, addDays(date, offset)))
      .map((offset) => {
        const from = offset * DAY_MINUTES + pin.startOffsetMinutes;
        return { from, to: from + pin.durationMinutes };
      });
  const others = spansOf(b);
  return spansOf(a).some(({ from, to }) =>
    others.some((other) => from < other.to && other.from < to),
  );
}
