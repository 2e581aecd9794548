/** Milliseconds since 1970-01-01T00:00:00Z, an integer. Every stored instant is one of these. */
export type EpochMs = number;

/** A length of time in integer milliseconds, never negative. */
export type DurationMs = number;

/** A civil date, `YYYY-MM-DD`, without zone. */
export type IsoDate = string;

/** A civil time of day, `HH:MM`, 00:00 … 23:59. */
export type LocalTime = string;

export const MS_PER_SECOND = 1_000;
export const MS_PER_MINUTE = 60_000;
export const MS_PER_HOUR = 3_600_000;
