import { MS_PER_SECOND, type DurationMs } from './units.ts';

/** `M:SS`, or `H:MM:SS` from an hour on; rounded to the second. */
export function formatClock(durationMs: DurationMs): string {
  const seconds = Math.round(durationMs / MS_PER_SECOND);
  const two = (part: number): string => String(part).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return hours > 0
    ? `${String(hours)}:${two(minutes)}:${two(seconds % 60)}`
    : `${String(minutes)}:${two(seconds % 60)}`;
}
