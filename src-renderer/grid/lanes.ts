import { intersection, type Interval } from '#shared/time/interval.ts';
import { MS_PER_MINUTE, type EpochMs } from '#shared/time/units.ts';

import { pxOfMs } from './scale.ts';

const RULER_STEP_MS = 30 * MS_PER_MINUTE;

/** Where something lies in a lane, in pixels from the start of the window. */
export interface Placement {
  readonly left: number;
  readonly width: number;
  /** It began before the window. */
  readonly isCutLeft: boolean;
  /** It goes on after the window. */
  readonly isCutRight: boolean;
}

/** Something in a lane, and where. */
export interface Cell<Entry extends Interval> extends Placement {
  readonly entry: Entry;
}

/** Pixels from the start of the window to the instant; not rounded. */
export function pxTo(at: EpochMs, window: Interval, pxPerHour: number): number {
  return pxOfMs(at - window.startAt, pxPerHour);
}

/**
 * The place of something in the window, `null` when it lies outside. Both edges are rounded, not the width, so that what
 * follows each other touches without gap or overlap.
 */
export function placeOf(entry: Interval, window: Interval, pxPerHour: number): Placement | null {
  const visible = intersection(entry, window);
  if (!visible) return null;
  const left = Math.round(pxTo(visible.startAt, window, pxPerHour));
  const right = Math.round(pxTo(visible.endAt, window, pxPerHour));
  return {
    left,
    width: right - left,
    isCutLeft: entry.startAt < window.startAt,
    isCutRight: entry.endAt > window.endAt,
  };
}

/** The cells of a lane: what touches the window, in the order given. */
export function laneOf<Entry extends Interval>(
  entries: readonly Entry[],
  window: Interval,
  pxPerHour: number,
): Cell<Entry>[] {
  return entries.flatMap((entry) => {
    const place = placeOf(entry, window, pxPerHour);
    return place ? [{ entry, ...place }] : [];
  });
}

/** The half hours of the window, for the ruler. */
export function rulerOf(window: Interval): EpochMs[] {
  const first = Math.ceil(window.startAt / RULER_STEP_MS) * RULER_STEP_MS;
  const count = Math.max(0, Math.ceil((window.endAt - first) / RULER_STEP_MS));
  return Array.from({ length: count }, (_, index) => first + index * RULER_STEP_MS);
}
