import { cronMatchesDate } from '#shared/planning/plan/plan-matching.ts';
import { addDays } from '#shared/time/zone.ts';

/** A Monday; any would do. */
const SOME_MONDAY = '2026-01-05';

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/**
 * The weekdays (1 = Monday) that a cron expression names, or `null` when it says more than weekdays, so that check
 * boxes cannot show it. No expression means every day. Throws `invalid-input` for bad syntax.
 */
export function weekdaysOfCron(cron: string | null): number[] | null {
  if (cron === null) return [...WEEKDAYS];
  const [, , dayOfMonth, month] = cron.trim().split(/\s+/);
  if (dayOfMonth !== '*' || month !== '*') return null;
  return WEEKDAYS.filter((day) => cronMatchesDate(cron, addDays(SOME_MONDAY, day - 1)));
}

/** The cron expression for some weekdays (1 = Monday); `null`, which means every day, for all or none of them. */
export function cronOfWeekdays(days: readonly number[]): string | null {
  const chosen = WEEKDAYS.filter((day) => days.includes(day));
  if (chosen.length === 0 || chosen.length === WEEKDAYS.length) return null;
  return `* * * * ${chosen.map((day) => String(day % 7)).join(',')}`;
}
