import { DateTime, IANAZone } from 'luxon';

import { AppError } from '../errors/app-error.ts';
import { MS_PER_MINUTE, type EpochMs, type IsoDate } from './units.ts';

/** A civil moment: a calendar date and the minutes since local midnight, which may reach past 24:00. */
export interface CivilTime {
  readonly date: IsoDate;
  readonly minutes: number;
}

const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const LOCAL_TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;

const offsets = new Map<string, IANAZone>();

function zoneOf(timezone: string): IANAZone {
  let zone = offsets.get(timezone);
  if (!zone) {
    zone = IANAZone.create(timezone);
    if (!zone.isValid) {
      throw new AppError('invalid-input', `Unknown time zone "${timezone}".`, {
        field: 'timezone',
        remedy: 'Use an IANA name such as Europe/Berlin or America/New_York.',
      });
    }
    offsets.set(timezone, zone);
  }
  return zone;
}

/** Whether the name is a zone that this machine's time-zone data knows. */
export function isTimeZone(timezone: string): boolean {
  return IANAZone.isValidZone(timezone);
}

/** Minutes east of UTC in force at the instant. */
export function offsetMinutesAt(timezone: string, at: EpochMs): number {
  return zoneOf(timezone).offset(at);
}

/** Whether the text is an existing calendar date `YYYY-MM-DD`. */
export function isIsoDate(text: string): boolean {
  const match = ISO_DATE.exec(text);
  return match !== null && DateTime.fromISO(text, { zone: 'utc' }).isValid;
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

function utcMidnight(date: IsoDate): number {
  const match = ISO_DATE.exec(date);
  if (!match || !isIsoDate(date)) {
    throw new AppError('invalid-input', `"${date}" is not a calendar date.`, {
      field: 'date',
      remedy: 'Write YYYY-MM-DD.',
    });
  }
  return Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
}

/** The date `days` after (or before, if negative) the given one. */
export function addDays(date: IsoDate, days: number): IsoDate {
  return new Date(utcMidnight(date) + days * 86_400_000).toISOString().slice(0, 10);
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
 * of the jump; one that happens twice (autumn change) resolves to its first occurrence (domain.md §4.4).
 */
export function instantOfCivil(timezone: string, civil: CivilTime): EpochMs {
  const zone = zoneOf(timezone);
  const local = utcMidnight(civil.date) + civil.minutes * MS_PER_MINUTE;
  const before = zone.offset(local - 86_400_000);
  const after = zone.offset(local + 86_400_000);
  const candidates = [local - before * MS_PER_MINUTE, local - after * MS_PER_MINUTE].filter(
    (at) => at + zone.offset(at) * MS_PER_MINUTE === local,
  );
  if (candidates.length > 0) return Math.min(...candidates);
  return local - before * MS_PER_MINUTE;
}

/** The civil date and minutes since midnight (with fraction) at an instant. */
export function civilAt(timezone: string, at: EpochMs): CivilTime {
  const local = at + zoneOf(timezone).offset(at) * MS_PER_MINUTE;
  const midnight = Math.floor(local / 86_400_000) * 86_400_000;
  return {
    date: new Date(midnight).toISOString().slice(0, 10),
    minutes: (local - midnight) / MS_PER_MINUTE,
  };
}

/** `HH:MM` in the zone at the instant. */
export function localTimeAt(timezone: string, at: EpochMs): string {
  const { minutes } = civilAt(timezone, at);
  const whole = Math.floor(minutes);
  const hh = String(Math.floor(whole / 60)).padStart(2, '0');
  return `${hh}:${String(whole % 60).padStart(2, '0')}`;
}

/**
 * Reads an ISO 8601 timestamp that states its offset (`Z` or `±HH:MM`). A timestamp without one is refused, because
 * it does not name an instant (MC-004).
 */
export function parseInstant(text: string): EpochMs {
  const stated = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(text);
  const parsed = DateTime.fromISO(text, { setZone: true });
  if (!stated || !parsed.isValid) {
    throw new AppError('invalid-input', `"${text}" does not name an instant.`, {
      field: 'at',
      remedy: 'Write an ISO 8601 timestamp with its offset, such as 2026-03-08T06:00:00Z.',
    });
  }
  return parsed.toMillis();
}

/** ISO 8601 in UTC with milliseconds, `2026-03-08T06:00:00.000Z`. */
export function formatInstant(at: EpochMs): string {
  return new Date(at).toISOString();
}
