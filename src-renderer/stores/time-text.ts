import type { EpochMs, IsoDate } from '#shared/time/units.ts';
import { civilAt, instantOfCivil } from '#shared/time/zone.ts';

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/** `HH:MM:SS` in the zone. */
export function clockText(timezone: string, at: EpochMs): string {
  const seconds = Math.floor(civilAt(timezone, at).minutes * 60 + 1e-6);
  return `${pad(Math.floor(seconds / 3_600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
}

/** `H:MM:SS`, or `M:SS` below an hour, or with days above 99 hours. Never negative. */
export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0
    ? `${String(hours)}:${pad(minutes)}:${pad(seconds % 60)}`
    : `${String(minutes)}:${pad(seconds % 60)}`;
}

/** What is left until `endAt`, rounded up to the second so that it reaches 0:00 at the end. */
export function remainingText(endAt: EpochMs, nowAt: EpochMs): string {
  return durationText(Math.ceil(Math.max(0, endAt - nowAt) / 1_000) * 1_000);
}

/** `Wed 14 Jan` for a civil date. */
export function dateText(date: IsoDate): string {
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: 'UTC',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
  })
    .format(instantOfCivil('UTC', { date, minutes: 720 }))
    .replace(',', '');
}

/** `1.4 GB`. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${value >= 100 || unit === 0 ? String(Math.round(value)) : value.toFixed(1)} ${units[unit] ?? ''}`;
}
