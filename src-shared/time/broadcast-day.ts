import type { Interval } from './interval.ts';
import { clockOfMinutes } from './clock-text.ts';
import {
  DAY_MINUTES,
  MS_PER_MINUTE,
  type DurationMs,
  type EpochMs,
  type IsoDate,
  type LocalTime,
} from './units.ts';
import { addDays, civilAt, instantOfCivil, minutesOfLocalTime } from './zone.ts';

/** What a channel must say about its clock for its days and grid to be known. */
export interface ChannelTime {
  readonly timezone: string;
  /** `programming_day_start`: the local time at which a broadcast day begins. */
  readonly dayStart: LocalTime;
  readonly gridMinutes: number;
  /** So many milliseconds of content may lie past its last grid line, where they do not air; left out: none. */
  readonly overrunToleranceMs?: DurationMs;
}

/** The instant at which the broadcast day labelled `date` begins. */
export function broadcastDayStart(time: ChannelTime, date: IsoDate): EpochMs {
  return instantOfCivil(time.timezone, { date, minutes: minutesOfLocalTime(time.dayStart) });
}

/**
 * The half-open window of the broadcast day labelled `date`: from its own start to the next one's, each computed from
 * its civil date, so that a day has 23, 24 or 25 hours where the clocks change.
 */
export function broadcastDayWindow(time: ChannelTime, date: IsoDate): Interval {
  return {
    startAt: broadcastDayStart(time, date),
    endAt: broadcastDayStart(time, addDays(date, 1)),
  };
}

/** The label of the broadcast day in which the instant lies (convert to the zone first, then compare). */
export function broadcastDateAt(time: ChannelTime, at: EpochMs): IsoDate {
  const { date } = civilAt(time.timezone, at);
  if (at < broadcastDayStart(time, date)) return addDays(date, -1);
  const next = addDays(date, 1);
  return at >= broadcastDayStart(time, next) ? next : date;
}

/**
 * The instant of a schedule-time offset (minutes since the day's start, 0 … 1440 and beyond) on a date. Offsets are
 * civil: 02:00 after a 06:00 start is 08:00 on the wall clock on every day of the year.
 */
export function instantOfOffset(time: ChannelTime, date: IsoDate, offsetMinutes: number): EpochMs {
  return instantOfCivil(time.timezone, {
    date,
    minutes: minutesOfLocalTime(time.dayStart) + offsetMinutes,
  });
}

/** The wall-clock `HH:MM` that a schedule-time offset shows on a day without a clock change. */
export function wallClockOfOffset(dayStart: LocalTime, offsetMinutes: number): LocalTime {
  return clockOfMinutes((minutesOfLocalTime(dayStart) + offsetMinutes) % DAY_MINUTES);
}

/** The schedule-time offset, 0 to 1439, and with a fraction where there is one, at which the clock shows the minutes since midnight. */
export function offsetOfClock(dayStart: LocalTime, minutes: number): number {
  return (minutes - minutesOfLocalTime(dayStart) + DAY_MINUTES) % DAY_MINUTES;
}

/** The start of the grid slot that contains the instant; slots are counted from the start of the broadcast day. */
export function gridFloor(time: ChannelTime, at: EpochMs): EpochMs {
  const start = broadcastDayStart(time, broadcastDateAt(time, at));
  const gridMs = time.gridMinutes * MS_PER_MINUTE;
  return start + Math.floor((at - start) / gridMs) * gridMs;
}

/** The first grid line at or after the instant, never past the end of the broadcast day. */
export function gridCeil(time: ChannelTime, at: EpochMs): EpochMs {
  const floor = gridFloor(time, at);
  if (floor === at) return at;
  const { endAt } = broadcastDayWindow(time, broadcastDateAt(time, at));
  return Math.min(floor + time.gridMinutes * MS_PER_MINUTE, endAt);
}

/** The slots that tile a broadcast day, in order. The last one is short where a clock change is not a whole slot. */
export function gridSlots(time: ChannelTime, date: IsoDate): Interval[] {
  const { startAt, endAt } = broadcastDayWindow(time, date);
  const gridMs = time.gridMinutes * MS_PER_MINUTE;
  const slots: Interval[] = [];
  for (let at = startAt; at < endAt; at += gridMs) {
    slots.push({ startAt: at, endAt: Math.min(at + gridMs, endAt) });
  }
  return slots;
}

/**
 * The number of grid slots that content of this length occupies: 30:00 is one half-hour slot, 30:00.001 is two, unless the
 * channel tolerates that.
 */
export function slotsFor(
  contentMs: DurationMs,
  time: Pick<ChannelTime, 'gridMinutes' | 'overrunToleranceMs'>,
): number {
  return Math.ceil(countedMs(contentMs, time) / (time.gridMinutes * MS_PER_MINUTE));
}

/** What of content counts when it takes its slots: all but the over-run that the channel tolerates; at least 1. */
export function countedMs(
  contentMs: DurationMs,
  { overrunToleranceMs = 0 }: Pick<ChannelTime, 'overrunToleranceMs'>,
): DurationMs {
  return Math.max(contentMs - overrunToleranceMs, 1);
}
