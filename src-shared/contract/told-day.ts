import { z } from 'zod';

import {
  AiringRecord,
  recordOfAiring,
  recordOfDay,
  ScheduleDayRecord,
} from '../model/airing-record.ts';
import type { Airing, ScheduleDay } from '../model/schedule-day.ts';

/*
 * Days and airings as answers. A handler answers the station's own value; what is told is its record, a flat shape that clients have
 * known from the first version on. It changes only by addition.
 */

/** An airing as an answer. */
export const ToldAiring = z
  .custom<Airing>()
  .transform((airing): z.input<typeof AiringRecord> => recordOfAiring(airing))
  .pipe(AiringRecord);

/** A frozen day as an answer. */
export const ToldDay = z
  .custom<ScheduleDay>()
  .transform((day): z.input<typeof ScheduleDayRecord> => recordOfDay(day))
  .pipe(ScheduleDayRecord);

const ResolvedDayRecord = ScheduleDayRecord.omit({ frozenAt: true });

/** The same before it is frozen. */
export const ToldResolvedDay = z
  .custom<Omit<ScheduleDay, 'frozenAt'>>()
  .transform((day): z.input<typeof ResolvedDayRecord> => recordOfDay(day))
  .pipe(ResolvedDayRecord);
