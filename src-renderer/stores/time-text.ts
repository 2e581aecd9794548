import type { EpochMs, IsoDate } from '#shared/time/units.ts';
import { instantOfCivil } from '#shared/time/zone.ts';
import { formatClock } from '#shared/time/clock-text.ts';

/** `H:MM:SS`, or `M:SS` below an hour. Never negative. */
export function durationText(ms: number): string {
  return formatClock(Math.max(0, ms));
}

/** How long ago, in the largest unit that makes at least one: `41 minutes ago`. */
export function agoText(ms: number): string {
  const minutes = Math.floor(Math.max(0, ms) / 60_000);
  if (minutes < 1) return 'just now';
  const [count, unit] =
    minutes < 60
      ? [minutes, 'minute']
      : minutes < 48 * 60
        ? [Math.floor(minutes / 60), 'hour']
        : [Math.floor(minutes / 1_440), 'day'];
  return `${String(count)} ${unit}${count === 1 ? '' : 's'} ago`;
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
