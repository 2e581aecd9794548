import { pxOfMinutes } from '../grid/scale.ts';

/** Steps of the zoom, in pixels per hour. */
export const ZOOM_STEPS = [28, 36, 48, 64, 96, 144, 200] as const;

/** Hours between the lines of the ruler, so that their labels keep at least 28 pixels apart. */
export function rulerStepMinutes(pxPerHour: number): number {
  return [15, 30, 60, 120, 180].find((minutes) => pxOfMinutes(minutes, pxPerHour) >= 28) ?? 240;
}
