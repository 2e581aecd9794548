import { MS_PER_SECOND, type DurationMs } from './units.ts';

/** The whole part of a number in two digits, or more where it has more. */
export function twoDigits(number: number): string {
  return String(Math.floor(number)).padStart(2, '0');
}

/** `HH:MM` of whole minutes. */
export function clockOfMinutes(minutes: number): string {
  return `${twoDigits(minutes / 60)}:${twoDigits(minutes % 60)}`;
}

/** `HH:MM:SS` of whole seconds. */
export function clockOfSeconds(seconds: number): string {
  return `${clockOfMinutes(Math.floor(seconds / 60))}:${twoDigits(seconds % 60)}`;
}

/** `H:MM` of whole minutes. */
export function hoursOfMinutes(minutes: number): string {
  return `${String(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
}

/** `H:MM:SS` of whole seconds. */
export function hoursOfSeconds(seconds: number): string {
  return `${hoursOfMinutes(Math.floor(seconds / 60))}:${twoDigits(seconds % 60)}`;
}

/** `M:SS`, or `H:MM:SS` from an hour on; rounded to the second. */
export function formatClock(durationMs: DurationMs): string {
  const seconds = Math.round(durationMs / MS_PER_SECOND);
  return seconds < 3_600
    ? `${String(Math.floor(seconds / 60))}:${twoDigits(seconds % 60)}`
    : hoursOfSeconds(seconds);
}
