import type { Alternation } from '../../model/plan.ts';
import type { IsoDate } from '../../time/units.ts';
import { daysBetween } from '../../time/zone.ts';

const DAYS: Readonly<Record<Alternation['unit'], number>> = { day: 1, week: 7 };

/**
 * Whether it is the turn of the date: of every so many days, or stretches of seven days, the one that begins with the anchor.
 * Turns go on before the anchor as well.
 */
export function isTurnOf({ unit, every, anchorDate }: Alternation, date: IsoDate): boolean {
  const turn = Math.floor(daysBetween(anchorDate, date) / DAYS[unit]) % every;
  return turn === 0;
}

/** `every 2 weeks from 2026-01-05`. */
export function describeAlternation({ unit, every, anchorDate }: Alternation): string {
  return `every ${String(every)} ${unit}s from ${anchorDate}`;
}
