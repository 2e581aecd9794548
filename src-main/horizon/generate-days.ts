import type { Store } from '#main/store/store.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { RebuildOutcome } from '#shared/model/rebuild.ts';
import type { IsoDate } from '#shared/time/units.ts';
import type { DepthKeeper } from './keep-depth.ts';
import type { createDayPlanner, PlannedDay } from './plan-day.ts';
import { dayFrozen, toError } from './planning-faults.ts';

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
  store: Store,
  days: ReturnType<typeof createDayPlanner>,
  depths: DepthKeeper,
): DayGenerator {
  async function generate(
    channel: Channel,
    {
      date,
      force,
      reason,
    }: { readonly date: IsoDate; readonly force: boolean; readonly reason: string },
  ): Promise<PlannedDay> {
    const live = await store.days.get(channel.id, date);
    if (live && !force) throw dayFrozen(date);
    const planned = live
      ? await days.regenerate(channel, live, reason)
      : await days.freeze(channel, date);
    depths.noteDays(channel.id);
    const later = await depths.noteFrozen(channel, date);
    await depths.follow(channel);
    return live ? planned : { ...planned, findings: [...planned.findings, ...later] };
  }

  return {
    generate,
    async rebuild(channel, dates, reason) {
      const outcomes: RebuildOutcome[] = [];
      // In order of date: each day goes on where the one before leaves its series.
      for (const date of [...new Set(dates)].sort()) {
        try {
          await generate(channel, { date, force: true, reason });
          outcomes.push({ date, outcome: 'rebuilt', message: null });
        } catch (fault) {
          if (!(fault instanceof AppError)) throw fault;
          outcomes.push({ date, outcome: 'refused', message: toError(fault).message });
        }
      }
      return outcomes;
    },
  };
}
