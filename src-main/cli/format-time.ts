import { hoursOfSeconds } from '#shared/time/clock-text.ts';
import { MS_PER_SECOND, type DurationMs, type EpochMs } from '#shared/time/units.ts';
import { civilAt, formatInstant, localClockAt } from '#shared/time/zone.ts';

/** `YYYY-MM-DD HH:MM:SS` in the zone. */
export function formatLocal(timezone: string, at: EpochMs): string {
  return `${civilAt(timezone, at).date} ${localClockAt(timezone, at)}`;
}

/** `H:MM:SS`. */
export function formatDuration(ms: DurationMs): string {
  return hoursOfSeconds(Math.round(ms / MS_PER_SECOND));
}

const INSTANT_FIELD = /(?:At|Until)$/;

/** The same JSON value with every instant written as ISO 8601 UTC; instants are the numbers in fields `…At` and `…Until`. */
export function withIsoInstants(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withIsoInstants);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]: [string, unknown]) => [
      key,
      typeof field === 'number' && INSTANT_FIELD.test(key)
        ? formatInstant(field)
        : withIsoInstants(field),
    ]),
  );
}
