import type { Interval } from '#shared/time/interval.ts';
import type { DurationMs } from '#shared/time/units.ts';

export function lengthOf(interval: Interval): DurationMs {
  return interval.endAt - interval.startAt;
}

/**
 * Whether the intervals, in the given order, cover `[window.startAt, window.endAt)` with neither hole nor overlap.
 */
export function tiles(window: Interval, parts: readonly Interval[]): boolean {
  let cursor = window.startAt;
  for (const part of parts) {
    if (part.startAt !== cursor || part.endAt <= part.startAt) return false;
    cursor = part.endAt;
  }
  return cursor === window.endAt;
}
