/** Minutes in a plan's day. Offsets are civil, so a plan always has 24 hours, whatever the clocks do on a date. */
export const DAY_MINUTES = 1_440;

/** Steps of the zoom, in pixels per hour. */
export const ZOOM_STEPS = [28, 36, 48, 64, 96, 144, 200] as const;

/** The distance in pixels of an offset from the top of the day. */
export function yOfMinutes(minutes: number, pxPerHour: number): number {
  return (minutes * pxPerHour) / 60;
}

/** The offset, with fraction, at a distance in pixels from the top of the day; not limited to the day. */
export function minutesOfY(y: number, pxPerHour: number): number {
  return (y * 60) / pxPerHour;
}

/** The zoom one step closer (+1) or farther (−1); the same at the ends. */
export function zoomed(pxPerHour: number, direction: 1 | -1): number {
  const steps = direction === 1 ? ZOOM_STEPS : [...ZOOM_STEPS].reverse();
  return steps.find((step) => (direction === 1 ? step > pxPerHour : step < pxPerHour)) ?? pxPerHour;
}

/** Where to scroll so that what was at `pointerY` pixels below the top of the window stays there after a zoom. */
export function scrollAfterZoom(
  scrollTop: number,
  pointerY: number,
  pxPerHour: number,
  nextPxPerHour: number,
): number {
  return ((scrollTop + pointerY) * nextPxPerHour) / pxPerHour - pointerY;
}

/** Hours between the lines of the ruler, so that their labels keep at least 28 pixels apart. */
export function rulerStepMinutes(pxPerHour: number): number {
  return [15, 30, 60, 120, 180].find((minutes) => yOfMinutes(minutes, pxPerHour) >= 28) ?? 240;
}
