import type { Airing, ScheduleDay } from '#shared/model/schedule-day.ts';

/** The airing with which a day runs on into the next one; `null` where it ends on time. */
export function crossingAiring({
  airings,
  endAt,
}: Pick<ScheduleDay, 'airings' | 'endAt'>): Airing | null {
  const last = airings.at(-1);
  return last && last.endAt > endAt ? last : null;
}
