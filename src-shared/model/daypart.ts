import { z } from 'zod';

import { minutesOfLocalTime } from '../time/zone.ts';
import { DAY_MINUTES } from '../time/units.ts';
import { offsetOfClock } from '../time/broadcast-day.ts';

/** Parts of the day by the channel's wall clock; together they are the whole day. */
export const DAYPARTS = {
  morning: '06:00-12:00',
  afternoon: '12:00-18:00',
  evening: '18:00-22:00',
  late: '22:00-06:00',
} as const;

const CLOCK_SPAN = /^(?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-3]):[0-5]\d$/;

/** Hours of every day by the channel's wall clock: a name, or `HH:MM-HH:MM`, half-open, past midnight when it ends earlier. */
export const DaypartHours = z.string().refine((text) => text in DAYPARTS || CLOCK_SPAN.test(text), {
  error: `Write ${Object.keys(DAYPARTS).join(', ')}, or HH:MM-HH:MM.`,
});
export type DaypartHours = z.infer<typeof DaypartHours>;

/** The hours as `HH:MM-HH:MM`. */
export function clockSpanOf(hours: DaypartHours): string {
  return Object.entries(DAYPARTS).find(([name]) => name === hours)?.[1] ?? hours;
}

/**
 * How many minutes after a time of day (minutes since midnight) the hours begin; 0 inside them. Equal ends mean the whole day.
 */
export function minutesUntilHours(hours: DaypartHours, minuteOfDay: number): number {
  const [start = '', end = ''] = clockSpanOf(hours).split('-');
  const lasts = offsetOfClock(start, minutesOfLocalTime(end)) || DAY_MINUTES;
  const since = offsetOfClock(start, minuteOfDay);
  return since < lasts ? 0 : DAY_MINUTES - since;
}
