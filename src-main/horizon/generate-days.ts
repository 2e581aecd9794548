import type { ScheduleDayReader } from '#main/store/repositories/schedule-day-port.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { Finding } from '#shared/model/finding.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import type { RebuildOutcome } from '#shared/model/rebuild.ts';
import type { ScheduleDay } from '#shared/model/schedule-day.ts';
import type { IsoDate } from '#shared/time/units.ts';
import type { DepthKeeper } from './keep-depth.ts';
import type { createDayPlanner, PlannedDay } from './plan-day.ts';
import { dayFrozen, faultOf } from './planning-faults.ts';

/** Freezes single days on demand, and makes frozen ones anew. */
export interface DayGenerator {
  /** Freezes a day, or with `force` replaces what of a frozen one has neither aired nor been locked. */
  generate(
    channel: Channel,
    request: { readonly date: IsoDate; readonly force: boolean; readonly reason: string },
  ): Promise<PlannedDay>;
  /** Makes frozen days anew one by one, in order of date; one that is refused stops none of the others. */
  rebuild(channel: Channel, dates: readonly IsoDate[], reason: string): Promise<RebuildOutcome[]>;
}

export function createDayGenerator(
  store: { readonly days: ScheduleDayReader },
  days: ReturnType<typeof createDayPlanner>,
  depths: DepthKeeper,
  onFault: (channelId: ChannelId, fault: unknown) => void,
): DayGenerator {
  async function make(
    channel: Channel,
    live: ScheduleDay | null,
    { date, reason }: { readonly date: IsoDate; readonly reason: string },
  ): Promise<PlannedDay> {
    const planned = live
      ? await days.regenerate(channel, live, reason)
      : await days.freeze(channel, date);
    depths.noteDays(channel.id);
    return planned;
  }

  /** What follows from a day that was made. The day stands whatever fails here; that is told. */
  async function follow(channel: Channel, date: IsoDate): Promise<Finding[]> {
    let later: Finding[] = [];
    const fault = await faultOf(async () => {
      later = await depths.noteFrozen(channel, date);
      await depths.follow(channel);
    });
    if (fault) onFault(channel.id, fault);
    return later;
  }

  return {
    async generate(channel, { date, force, reason }) {
      const live = await store.days.get(channel.id, date);
      if (live && !force) throw dayFrozen(date);
      const planned = await make(channel, live, { date, reason });
      const later = await follow(channel, date);
      return live ? planned : { ...planned, findings: [...planned.findings, ...later] };
    },
    async rebuild(channel, dates, reason) {
      const outcomes: RebuildOutcome[] = [];
      // In order of date: each day goes on where the one before leaves its series.
      for (const date of [...new Set(dates)].sort()) {
        const live = await store.days.get(channel.id, date);
        try {
          await make(channel, live, { date, reason });
        } catch (fault) {
          if (!(fault instanceof AppError)) throw fault;
          outcomes.push({ date, outcome: 'refused', message: fault.message });
          continue;
        }
        outcomes.push({ date, outcome: 'rebuilt', message: null });
        await follow(channel, date);
      }
      return outcomes;
    },
  };
}
