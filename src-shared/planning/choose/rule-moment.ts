import type { ContentCriteria, DaypartRule } from '../../model/content-rule.ts';
import { minutesUntilHours } from '../../model/daypart.ts';
import { broadcastDayStart, slotsFor, type ChannelTime } from '../../time/broadcast-day.ts';
import type { DurationMs, EpochMs, IsoDate } from '../../time/units.ts';
import { addDays, civilAt } from '../../time/zone.ts';

/** When a programme would start, as far as rules ask about it. */
export interface RuleMoment {
  readonly time: ChannelTime;
  /** The broadcast date. */
  readonly date: IsoDate;
  /** Minutes since midnight on the channel's clock. */
  readonly minuteOfDay: number;
}

/** The moment of an airing that would start at the instant, on the broadcast date. */
export function momentAt(time: ChannelTime, date: IsoDate, at: EpochMs): RuleMoment {
  return { time, date, minuteOfDay: Math.floor(civilAt(time.timezone, at).minutes) };
}

/** A whole library is asked about one moment. */
const freshSince = new WeakMap<RuleMoment, Map<number, EpochMs>>();

/** The first instant at which something may have been added to count as added within so many days of the broadcast date. */
export function freshFrom(moment: RuleMoment, days: number): EpochMs {
  const byDays = freshSince.get(moment) ?? new Map<number, EpochMs>();
  freshSince.set(moment, byDays);
  const known = byDays.get(days);
  if (known !== undefined) return known;
  const from = broadcastDayStart(moment.time, addDays(moment.date, -days));
  byDays.set(days, from);
  return from;
}

/** Whole minutes that content occupies on the channel: its slots, from when it starts. */
function occupiedMinutes({ time }: RuleMoment, durationMs: DurationMs): number {
  return slotsFor(durationMs, time) * time.gridMinutes;
}

/** Whether content of this length, starting at the moment, is on the air at any time in the rule's hours. */
export function airsInHours(
  { hours }: DaypartRule,
  moment: RuleMoment,
  durationMs: DurationMs,
): boolean {
  const until = minutesUntilHours(hours, moment.minuteOfDay);
  return until === 0 || until < occupiedMinutes(moment, durationMs);
}

/** What criteria are combined of, as far as moments matter. */
interface Timed {
  readonly addedWithinDays?: number | undefined;
  readonly exclude?: ContentCriteria | undefined;
  readonly dayparts?: readonly DaypartRule[] | undefined;
}

function asksForDate(rule: Timed): boolean {
  return (
    rule.addedWithinDays !== undefined ||
    rule.exclude?.addedWithinDays !== undefined ||
    (rule.dayparts ?? []).some(asksForDate)
  );
}

/**
 * What of the moment a rule asks about, as text: at moments of equal text it matches the same. Empty for a rule that asks
 * nothing. `longestMs` is the longest content there is: hours that begin later than it lasts do not matter.
 */
export function momentKey(rule: Timed, moment: RuleMoment, longestMs: DurationMs): string {
  const reach = occupiedMinutes(moment, longestMs);
  const hours = (rule.dayparts ?? []).map((part) => {
    const until = minutesUntilHours(part.hours, moment.minuteOfDay);
    return until < reach ? String(until) : '-';
  });
  const date = asksForDate(rule) ? [moment.date, moment.time.timezone, moment.time.dayStart] : [];
  const { gridMinutes, overrunToleranceMs = 0 } = moment.time;
  const grid = hours.length === 0 ? [] : [`${String(gridMinutes)}+${String(overrunToleranceMs)}`];
  return [...date, ...grid, ...hours].join(' ');
}
