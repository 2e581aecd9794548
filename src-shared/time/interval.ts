import type { EpochMs } from './units.ts';

/** A half-open span of time: `startAt` belongs to it, `endAt` does not. */
export interface Interval {
  readonly startAt: EpochMs;
  readonly endAt: EpochMs;
}

/** Whether `at` lies in the half-open interval. */
export function contains(interval: Interval, at: EpochMs): boolean {
  return interval.startAt <= at && at < interval.endAt;
}

/** Whether two half-open intervals share an instant; touching ends and empty intervals do not. */
export function overlaps(a: Interval, b: Interval): boolean {
  return Math.max(a.startAt, b.startAt) < Math.min(a.endAt, b.endAt);
}

/** The common part of two intervals, or `null` when they share no instant. */
export function intersection(a: Interval, b: Interval): Interval | null {
  const startAt = Math.max(a.startAt, b.startAt);
  const endAt = Math.min(a.endAt, b.endAt);
  return startAt < endAt ? { startAt, endAt } : null;
}

/** The intervals, in order of time, up to the first hole between them. */
export function upToHole<Part extends Interval>(parts: readonly Part[]): Part[] {
  const hole = parts.findIndex(
    ({ startAt }, index) => (parts[index - 1]?.endAt ?? startAt) !== startAt,
  );
  return hole === -1 ? [...parts] : parts.slice(0, hole);
}
