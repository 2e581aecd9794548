import { MS_PER_HOUR, type DurationMs } from '#shared/time/units.ts';

/** The distance in pixels that a length of time takes; not rounded. */
export function pxOfMs(ms: DurationMs, pxPerHour: number): number {
  return (ms * pxPerHour) / MS_PER_HOUR;
}

/** The distance in pixels that minutes take; not rounded. */
export function pxOfMinutes(minutes: number, pxPerHour: number): number {
  return (minutes * pxPerHour) / 60;
}

/** The minutes, with fraction, that a distance in pixels stands for. */
export function minutesOfPx(px: number, pxPerHour: number): number {
  return (px * 60) / pxPerHour;
}

/** The zoom one step closer (+1) or farther (−1) of rising `steps`; the same at the ends. */
export function zoomed(steps: readonly number[], pxPerHour: number, direction: 1 | -1): number {
  const next =
    direction === 1
      ? steps.find((step) => step > pxPerHour)
      : steps.findLast((step) => step < pxPerHour);
  return next ?? pxPerHour;
}

/** Where to scroll so that what was `pointerPx` pixels from the edge of the window stays there after a zoom. */
export function scrollAfterZoom(
  scrollPx: number,
  pointerPx: number,
  pxPerHour: number,
  nextPxPerHour: number,
): number {
  return ((scrollPx + pointerPx) * nextPxPerHour) / pxPerHour - pointerPx;
}
