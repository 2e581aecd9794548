import type { DurationMs, EpochMs } from '#shared/time/units.ts';
import { civilAt, formatInstant } from '#shared/time/zone.ts';

/** `YYYY-MM-DD HH:MM:SS` in the zone. */
export function formatLocal(timezone: string, at: EpochMs): string {
  const { date, minutes } = civilAt(timezone, at);
  const seconds = Math.floor(minutes * 60);
  return `${date} ${pad(seconds / 3600)}:${pad((seconds / 60) % 60)}:${pad(seconds % 60)}`;
}

/** `H:MM:SS`. */
export function formatDuration(ms: DurationMs): string {
  const seconds = Math.round(ms / 1000);
  return `${String(Math.floor(seconds / 3600))}:${pad((seconds / 60) % 60)}:${pad(seconds % 60)}`;
}

function pad(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
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
