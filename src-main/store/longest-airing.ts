import type { DurationMs } from '#shared/time/units.ts';

/**
 * No airing is longer (a check of the database): what runs into a window started less than this before it, so that a
 * query of a window reads an index range and not all of history.
 */
export const LONGEST_AIRING_MS: DurationMs = 604_800_000;
