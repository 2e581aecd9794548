import { intersection, type Interval } from '#shared/time/interval.ts';
import { MS_PER_MINUTE, type EpochMs } from '#shared/time/units.ts';

const RULER_STEP_MS = 30 * MS_PER_MINUTE;

/** Where something lies in the grid, in pixels from the left edge of the window. */
export interface Placement {
  readonly left: number;
  readonly width: number;
  /** The programme began before the window. */
  readonly isCutLeft: boolean;
  /** The programme goes on after the window. */
  readonly isCutRight: boolean;
}

/** Pixels from the start of the window to the instant; not rounded. */
export function pixelsTo(at: EpochMs, window: Interval, pxPerMinute: number): number {
  return ((at - window.startAt) / MS_PER_MINUTE) * pxPerMinute;
}

/**
 * The place of a programme in the window, `null` when it lies outside. Both edges are rounded, not the width, so that
 * programmes that follow each other touch without gap or overlap.
 */
export function placeOf(entry: Interval, window: Interval, pxPerMinute: number): Placement | null {
  const visible = intersection(entry, window);
  if (!visible) return null;
  const left = Math.round(pixelsTo(visible.startAt, window, pxPerMinute));
  const right = Math.round(pixelsTo(visible.endAt, window, pxPerMinute));
  return {
    left,
    width: right - left,
    isCutLeft: entry.startAt < window.startAt,
    isCutRight: entry.endAt > window.endAt,
  };
}

/** The half hours of the window, for the ruler. */
export function rulerOf(window: Interval): EpochMs[] {
  const first = Math.ceil(window.startAt / RULER_STEP_MS) * RULER_STEP_MS;
  const count = Math.max(0, Math.ceil((window.endAt - first) / RULER_STEP_MS));
  return Array.from({ length: count }, (_, index) => first + index * RULER_STEP_MS);
}
