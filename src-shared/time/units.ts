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
/** A day of 24 hours; broadcast days are an hour shorter or longer where the clocks change. */
export const MS_PER_DAY = 86_400_000;

/** Minutes in the day of a plan. Offsets are civil, so it always has 24 hours, whatever the clocks do on a date. */
export const DAY_MINUTES = 1_440;
