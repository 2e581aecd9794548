import type { ScheduleDayReader } from '#main/store/repositories/schedule-day-port.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { ScheduleDay } from '#shared/model/schedule-day.ts';
import type { RemakingInput } from '#shared/planning/revise/day-remaking.ts';
import type { EpochMs } from '#shared/time/units.ts';
import { addDays } from '#shared/time/zone.ts';
import { startOfDay } from './day-succession.ts';
import type { LockWindow } from './lock-window.ts';
import type { PlanningSource } from './planning-source.ts';

/** What a live day is made anew from, and until when it is locked. */
export type LockedRemakingInput = RemakingInput & { readonly lockedUntil: EpochMs };

/** Loads what the pure planners need to make a live day anew. */
export function createRemakingInputs(
  store: { readonly days: ScheduleDayReader },
  source: PlanningSource,
  locks: LockWindow,
): (
  channel: Channel,
  live: ScheduleDay,
  reason: string,
  isUnlocked?: boolean,
) => Promise<LockedRemakingInput> {
  return async (channel, live, reason, isUnlocked = false) => {
    const { channelId, broadcastDate } = live;
    const planned = await source.planned(channelId);
    const { carryIn } = await startOfDay(store, channelId, broadcastDate, planned);
    return {
      channel,
      day: live,
      reason,
      catalog: await source.catalog(),
      planned,
      carryIn,
      isNextDayFrozen: (await store.days.get(channelId, addDays(broadcastDate, 1))) !== null,
      lockedUntil: isUnlocked ? locks.untouchableUntil() : await locks.lockedUntil(channelId),
    };
  };
}
