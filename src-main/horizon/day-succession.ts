import type { ScheduleDayReader } from '#main/store/repositories/schedule-day-port.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import { EMPTY_CARRY, type Carry, type ScheduleDay } from '#shared/model/schedule-day.ts';
import type { PlanningRows } from '#shared/planning/plan/rows-of.ts';
import { encoreNeedsOf, withTrueFirstRuns } from '#shared/planning/resolve/encore.ts';
import { isDefault } from '#shared/planning/revise/placeholder.ts';
import { scheduleDayIdOf } from '#shared/planning/resolve/finish-day.ts';
import { broadcastDayWindow, type ChannelTime } from '#shared/time/broadcast-day.ts';
import type { EpochMs, IsoDate } from '#shared/time/units.ts';
import { addDays } from '#shared/time/zone.ts';

/**
 * Where a day begins after the one before it: where that one ended, to the instant, even if the channel's clock or grid was
 * changed in between. So there is neither a hole nor a double booking at the seam.
 */
export function takeOver(
  date: IsoDate,
  before: ScheduleDay | null,
): { carryIn: Carry; opensAt: EpochMs | null } {
  if (!before) return { carryIn: EMPTY_CARRY, opensAt: null };
  const isDayBefore = before.broadcastDate === addDays(date, -1);
  const endedAt = before.carryOut.occupiedUntil ?? before.endAt;
  return { carryIn: before.carryOut, opensAt: isDayBefore ? endedAt : null };
}

/** As many days back as an encore may reach. */
const ENCORE_DAYS = 7;

/**
 * {@link takeOver} by what the store has, with what really stood on the days that encores may repeat: one of them may have been
 * changed by hand after the next was frozen.
 */
export async function startOfDay(
  store: { readonly days: ScheduleDayReader },
  channelId: ChannelId,
  date: IsoDate,
  planned: PlanningRows,
): Promise<ReturnType<typeof takeOver>> {
  const before = await store.days.latestBefore(channelId, date);
  return startAfter(store, channelId, date, planned, before, []);
}

/** The same after a day that is not stored, nor are the others of `instead`, which stand for the days of their dates. */
export async function startAfter(
  store: { readonly days: ScheduleDayReader },
  channelId: ChannelId,
  date: IsoDate,
  planned: PlanningRows,
  before: ScheduleDay | null,
  instead: readonly ScheduleDay[],
): Promise<ReturnType<typeof takeOver>> {
  const start = takeOver(date, before);
  const needs = encoreNeedsOf(planned);
  if (needs.size === 0) return start;
  const from = addDays(date, -ENCORE_DAYS);
  const stored = await store.days.list({ channelId, from, to: addDays(date, -1) });
  const days = stored.map(
    (day) => instead.find(({ broadcastDate }) => broadcastDate === day.broadcastDate) ?? day,
  );
  return { ...start, carryIn: withTrueFirstRuns(start.carryIn, needs, days) };
}

/**
 * Whether the day was frozen by another clock of the channel: its day start or its zone was changed since. Days of the one and the
 * other only meet where they were frozen.
 */
export function isOfAnotherClock(
  time: ChannelTime,
  { broadcastDate, endAt }: Pick<ScheduleDay, 'broadcastDate' | 'endAt'>,
): boolean {
  return endAt !== broadcastDayWindow(time, broadcastDate).endAt;
}

/** `conflict` for a day that {@link isOfAnotherClock}: resolved again it would not meet its neighbours. */
export function requireOwnClock(channel: Channel, day: ScheduleDay): void {
  if (!isOfAnotherClock(channel, day)) return;
  throw new AppError(
    'conflict',
    `${day.broadcastDate} was frozen before the channel’s day start or zone was changed; made again from its plans, it would not meet the days beside it.`,
    {
      field: 'date',
      remedy: 'Leave the day as it is, or change single airings of it: schedule-day override.',
    },
  );
}

/**
 * Whether a version of a day waits for approval: on a channel that asks for it, unless the day has begun. What the operator does
 * by hand to a day that is on the air is approved by doing it. Default programming alone airs without being asked about.
 */
export function needOfApproval(
  channel: Pick<Channel, 'requiresApproval'>,
  day: Pick<ScheduleDay, 'airings'>,
  isToCome: boolean,
): Pick<ScheduleDay, 'needsApproval'> {
  const isAsked = channel.requiresApproval && isToCome && !day.airings.every(isDefault);
  return isAsked ? { needsApproval: true } : {};
}

/** The same day under another id: history may hold a day of equal content. */
export function withGeneration(day: ScheduleDay, generation: number): ScheduleDay {
  const mark = `${day.contentHash}:${String(generation)}`;
  const id = scheduleDayIdOf(day.channelId, day.broadcastDate, mark);
  return { ...day, id, airings: day.airings.map((airing) => ({ ...airing, scheduleDayId: id })) };
}
