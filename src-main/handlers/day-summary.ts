import type { DayOutline } from '#main/store/repositories/schedule-day-port.ts';
import type { ScheduleDaySummary } from '#shared/contract/schedule.ts';
import type { DayApproval } from '#shared/model/approval.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { ScheduleDay } from '#shared/model/schedule-day.ts';
import { dayStatusOf } from '#shared/model/day-status.ts';
import type { EpochMs } from '#shared/time/units.ts';

/** What is known of a version of a day besides itself. */
export interface DayCircumstances {
  /** `null`: the channel is gone, and with it the setting. */
  readonly channel: Channel | null;
  readonly approval: DayApproval | null;
  readonly isSuperseded: boolean;
  readonly now: EpochMs;
}

/** A day for lists. Airings and carry fall away when the output is checked against the contract. */
export function summaryOf(
  day: ScheduleDay | DayOutline,
  { channel, approval, isSuperseded, now }: DayCircumstances,
): ScheduleDaySummary {
  const of = { channel: channel ?? { requiresApproval: false }, day, approval, isSuperseded };
  const airingCount = 'airings' in day ? day.airings.length : day.airingCount;
  return { ...day, airingCount, status: dayStatusOf(of, now) };
}
