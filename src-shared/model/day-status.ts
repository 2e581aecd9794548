import type { DayApproval, DayStanding, DayStatus } from './approval.ts';
import type { Channel } from './channel.ts';
import type { OverrideRecord, ScheduleDay } from './schedule-day.ts';
import type { EpochMs } from '../time/units.ts';

/** What the standing of a day depends on. */
export interface DayCase {
  readonly channel: Pick<Channel, 'requiresApproval'>;
  readonly day: Pick<ScheduleDay, 'endAt' | 'needsApproval'>;
  /** The last decision about this version of the day, or `null`. */
  readonly approval: Pick<DayApproval, 'action'> | null;
}

/**
 * Whether a version of a day may air (F-198). While the channel asks for approval: by the last decision about it, and without
 * one only if it was frozen without need of any. Otherwise always. Pure.
 */
export function isEffective({ channel, day, approval }: DayCase): boolean {
  if (!channel.requiresApproval) return true;
  return approval === null ? day.needsApproval !== true : approval.action === 'approve';
}

/** How a version of a day stands at the instant (F-196). A superseded one is canceled, whatever it was before. */
export function dayStatusOf(
  of: DayCase & { readonly isSuperseded: boolean },
  now: EpochMs,
): DayStatus {
  if (of.isSuperseded) return 'canceled';
  if (!isEffective(of)) return 'planned';
  return of.day.endAt <= now ? 'played' : 'approved';
}

/** A live day with what was decided about it. */
export interface DayToStand extends Pick<
  ScheduleDay,
  'id' | 'channelId' | 'broadcastDate' | 'startAt' | 'endAt' | 'needsApproval'
> {
  readonly approval: DayApproval | null;
  /** What it took its predecessor's place for. */
  readonly change: OverrideRecord['change'];
}

/** How a live day stands at the instant. */
export function standingOf(
  channel: Pick<Channel, 'requiresApproval'>,
  day: DayToStand,
  now: EpochMs,
): DayStanding {
  const { id, channelId, broadcastDate, startAt, endAt, approval, change } = day;
  return {
    channelId,
    broadcastDate,
    scheduleDayId: id,
    startAt,
    endAt,
    approval,
    status: dayStatusOf({ channel, day, approval, isSuperseded: false }, now),
    isReplaced: channel.requiresApproval && change?.type === 'fallback' && endAt > now,
  };
}
