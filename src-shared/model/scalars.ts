import { z } from 'zod';

// What these schemas refuse is told in sentences of our own, wherever they are used.
import '../errors/issue-text.ts';
import { isIsoDate, isTimeZone } from '../time/zone.ts';
import { clockOfMinutes } from '../time/clock-text.ts';

/** Control characters, line and paragraph separators, bidirectional controls, and halves of characters. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const VISIBLE = /[^\p{Z}\p{Cf}\p{Mn}]/u;

/** A name: one line of printable text without blanks around it, 1 … `longest` characters, at least one of them visible. */
export function nameSchema(longest: number) {
  return z
    .string()
    .trim()
    .min(1, { error: 'Give a name.' })
    .max(longest, { error: `A name has at most ${String(longest)} characters.` })
    .refine((name) => !UNPRINTABLE.test(name) && VISIBLE.test(name), {
      error: 'Write a name as one line of printable text.',
    });
}

/** The name of a plan, zone, block, label or package. */
export const NameSchema = nameSchema(255);

/** A stored name as one that {@link NameSchema} takes: what cannot be printed becomes a space. The same for one that it takes. */
export function printableName(stored: string): string {
  if (NameSchema.safeParse(stored).success) return stored.trim();
  const line = stored.replace(new RegExp(`${UNPRINTABLE.source}+`, 'gu'), ' ').trim();
  return VISIBLE.test(line) ? line : 'Unnamed';
}

/** A name as it is stored: from before names had to be printable, too. */
export const StoredNameSchema = z.string();

/** An instant: integer milliseconds since 1970 UTC. */
export const EpochMsSchema = z.int();

/** A length of time: integer milliseconds, not negative. */
export const DurationMsSchema = z.int().nonnegative();

/** A calendar date that exists, `YYYY-MM-DD`. */
export const IsoDateSchema = z
  .string()
  .refine(isIsoDate, { error: 'Write an existing date as YYYY-MM-DD.' });

/** A time of day, `HH:MM`. */
export const LocalTimeSchema = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'Write a time as HH:MM, 00:00 to 23:59.' });

/** Schedule-time: an offset `HH:MM` from the start of the broadcast day, 00:00 … 24:00. */
export const ScheduleTimeSchema = z.string().regex(/^(?:([01]\d|2[0-3]):[0-5]\d|24:00)$/, {
  error: 'Write an offset from the day’s start as HH:MM, 00:00 to 24:00.',
});

export const TimeZoneSchema = z
  .string()
  .refine(isTimeZone, { error: 'Use an IANA time zone such as Europe/Berlin.' });

/** Minutes of a schedule-time offset. */
export function minutesOfScheduleTime(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
}

/** The schedule-time text of an offset in minutes, 0 … 1440. */
export function scheduleTimeOf(minutes: number): string {
  return clockOfMinutes(minutes);
}
