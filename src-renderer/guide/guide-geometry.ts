import type { GuideEntry } from '#shared/model/guide.ts';
import type { EpochMs } from '#shared/time/units.ts';

/** A guide entry's cell: pixels from the left of the window, cut off at its edges. */
export interface GuideCell {
  readonly entry: GuideEntry;
  readonly left: number;
  readonly width: number;
  /** Whether it began before the window. */
  readonly isCutLeft: boolean;
}

/** Pixels from the start of the window to an instant. */
export function xOfInstant(at: EpochMs, windowStartAt: EpochMs, pxPerHour: number): number {
  return ((at - windowStartAt) * pxPerHour) / 3_600_000;
}

/** The cells of one channel's entries that touch `[startAt, endAt)`, in order of time; widths come from instants. */
export function guideCells(
  entries: readonly GuideEntry[],
  startAt: EpochMs,
  endAt: EpochMs,
  pxPerHour: number,
): GuideCell[] {
  return entries
    .filter((entry) => entry.startAt < endAt && entry.endAt > startAt)
    .sort((a, b) => a.startAt - b.startAt)
    .map((entry) => {
      const left = xOfInstant(Math.max(entry.startAt, startAt), startAt, pxPerHour);
      const right = xOfInstant(Math.min(entry.endAt, endAt), startAt, pxPerHour);
      return { entry, left, width: right - left, isCutLeft: entry.startAt < startAt };
    });
}

/** The index of the entry on the air at the instant, or of the last one before it; −1 when there is none. */
export function indexAt(entries: readonly GuideEntry[], at: EpochMs): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.startAt ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
