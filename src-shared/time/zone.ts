import { DateTime } from 'luxon';

import { AppError } from '../errors/app-error.ts';
import { clockOfMinutes, clockOfSeconds } from './clock-text.ts';
import { MS_PER_DAY, MS_PER_MINUTE, MS_PER_SECOND, type EpochMs, type IsoDate } from './units.ts';
import { offsetMsAt } from './zone-offset.ts';

export { isTimeZone } from './zone-offset.ts';

/** A civil moment: a calendar date and the minutes since local midnight, which may reach past 24:00. */
export interface CivilTime {
  readonly date: IsoDate;
  readonly minutes: number;
}

const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const LOCAL_TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** Minutes east of UTC in force at the instant. */
export function offsetMinutesAt(timezone: string, at: EpochMs): number {
  return offsetMsAt(timezone, at) / MS_PER_MINUTE;
}

/** Midnight UTC of the date, or `null` when the text is not an existing calendar date `YYYY-MM-DD`. */
function readDate(text: string): EpochMs | null {
  const match = ISO_DATE.exec(text);
  if (!match) return null;
  const midnightAt = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  return dateOf(midnightAt) === text ? midnightAt : null;
}

/** The years that are written with four digits, `[0000-01-01, 10000-01-01)` UTC. */
const CALENDAR_AT: EpochMs = -62_167_219_200_000;
const CALENDAR_END_AT: EpochMs = 253_402_300_800_000;

/** The UTC date of an instant. Throws `invalid-input` where the calendar does not reach. */
function dateOf(at: EpochMs): IsoDate {
  return formatInstant(at).slice(0, 10);
}

/** Whether the text is an existing calendar date `YYYY-MM-DD`. */
export function isIsoDate(text: string): boolean {
  return readDate(text) !== null;
}

/** Minutes since midnight of an `HH:MM` time of day. Throws `invalid-input` for anything else. */
export function minutesOfLocalTime(text: string): number {
  const match = LOCAL_TIME.exec(text);
  if (!match) {
    throw new AppError('invalid-input', `"${text}" is not a time of day.`, {
      field: 'time',
      remedy: 'Write HH:MM between 00:00 and 23:59.',
    });
  }
  return Number(match[1]) * 60 + Number(match[2]);
}

function utcMidnight(date: IsoDate): EpochMs {
  const midnightAt = readDate(date);
  if (midnightAt === null) {
    throw new AppError('invalid-input', `"${date}" is not a calendar date.`, {
      field: 'date',
      remedy: 'Write YYYY-MM-DD.',
    });
  }
  return midnightAt;
}

/** The date `days` after (or before, if negative) the given one. Throws `invalid-input` where no date is so far away. */
export function addDays(date: IsoDate, days: number): IsoDate {
  return dateOf(utcMidnight(date) + days * MS_PER_DAY);
}

/** The days from one date to another, negative when the other is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return (utcMidnight(to) - utcMidnight(from)) / MS_PER_DAY;
}

/** Day of week, 1 = Monday … 7 = Sunday (ISO 8601). */
export function weekdayOf(date: IsoDate): number {
  return ((new Date(utcMidnight(date)).getUTCDay() + 6) % 7) + 1;
}

/** The dates from `from` to `to`, both included, in order. Empty when `to` is earlier. */
export function datesBetween(from: IsoDate, to: IsoDate): IsoDate[] {
  const dates: IsoDate[] = [];
  for (let date = from; date <= to; date = addDays(date, 1)) dates.push(date);
  return dates;
}

/**
 * The instant of a civil time in a zone. A time that does not exist (spring change) resolves forward by the length
 * of the jump; one that happens twice (autumn change) resolves to its first occurrence.
 */
export function instantOfCivil(timezone: string, civil: CivilTime): EpochMs {
  const local = utcMidnight(civil.date) + civil.minutes * MS_PER_MINUTE;
  const before = offsetMsAt(timezone, local - MS_PER_DAY);
  const after = offsetMsAt(timezone, local + MS_PER_DAY);
  const candidates = [local - before, local - after].filter(
    (at) => at + offsetMsAt(timezone, at) === local,
  );
  if (candidates.length > 0) return Math.min(...candidates);
  return local - before;
}

/** The civil date and minutes since midnight (with fraction) at an instant. */
export function civilAt(timezone: string, at: EpochMs): CivilTime {
  const local = at + offsetMsAt(timezone, at);
  const midnight = Math.floor(local / MS_PER_DAY) * MS_PER_DAY;
  return {
    date: dateOf(midnight),
    minutes: (local - midnight) / MS_PER_MINUTE,
  };
}

/** `HH:MM` in the zone at the instant. */
export function localTimeAt(timezone: string, at: EpochMs): string {
  return clockOfMinutes(Math.floor(civilAt(timezone, at).minutes));
}

/** `HH:MM:SS` in the zone at the instant; what is less than a second is dropped. */
export function localClockAt(timezone: string, at: EpochMs): string {
  const local = at + offsetMsAt(timezone, at);
  const sinceMidnightMs = local - Math.floor(local / MS_PER_DAY) * MS_PER_DAY;
  return clockOfSeconds(Math.floor(sinceMidnightMs / MS_PER_SECOND));
}

/**
 * Reads an ISO 8601 timestamp that states its offset (`Z` or `±HH:MM`). A timestamp without one is refused, because
 * it does not name an instant (MC-004).
 */
export function parseInstant(text: string): EpochMs {
  // The date too: luxon would take a bare time of day to be today's.
  const stated = /^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}(?::?\d{2})?)$/i.test(text);
  const parsed = DateTime.fromISO(text, { setZone: true });
  if (!stated || !parsed.isValid) {
    throw new AppError('invalid-input', `"${text}" does not name an instant.`, {
      field: 'at',
      remedy: 'Write an ISO 8601 timestamp with its offset, such as 2026-03-08T06:00:00Z.',
    });
  }
  return parsed.toMillis();
}

/** ISO 8601 in UTC with milliseconds, `2026-03-08T06:00:00.000Z`. Throws `invalid-input` where the calendar does not reach. */
export function formatInstant(at: EpochMs): string {
  if (!(at >= CALENDAR_AT && at < CALENDAR_END_AT)) {
    throw new AppError(
      'invalid-input',
      'The calendar has no days before the year 0 or after 9999.',
      {
        field: 'date',
        remedy: 'Choose a date from 1970-01-01 to 9998-12-31.',
      },
    );
  }
  return new Date(at).toISOString();
}
