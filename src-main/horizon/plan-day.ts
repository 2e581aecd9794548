import { randomUUID } from 'node:crypto';

import type { MasterClock } from '#main/clock/master-clock.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { Finding } from '#shared/model/finding.ts';
import type { Plan } from '#shared/model/plan.ts';
import type { ScheduleDay } from '#shared/model/schedule-day.ts';
import type { ResolvedDay } from '#shared/planning/resolve/finish-day.ts';
import { planningRows, type PlanningRows } from '#shared/planning/plan/rows-of.ts';
import { resolveDay, type FrozenTail } from '#shared/planning/resolve/resolve-day.ts';
import type { IsoDate } from '#shared/time/units.ts';
import { addDays } from '#shared/time/zone.ts';
import type { HorizonStore } from './horizon-store.ts';
import { needOfApproval, requireOwnClock, startOfDay, withGeneration } from './day-succession.ts';
import type { LockWindow } from './lock-window.ts';
import type { PlanningSource } from './planning-source.ts';
import { crossingAiring } from './crossing-airing.ts';

/** A planned day with what the planner had to say about it. */
export interface PlannedDay {
  readonly day: ScheduleDay;
  readonly findings: Finding[];
}

/** Plans single days: load, resolve, save. */
export interface DayPlanner {
  /** Freezes a day that does not exist yet. `day-frozen` when it does. */
  freeze(channel: Channel, date: IsoDate): Promise<PlannedDay>;
  /**
   * Resolves a frozen day again from its first airing that is neither aired nor locked, and supersedes it with a record of the
   * reason. Later frozen days stay. `day-frozen` when nothing of the day is free, `conflict` when the channel's clock was changed since.
   */
  regenerate(channel: Channel, live: ScheduleDay, reason: string): Promise<PlannedDay>;
  /**
   * Resolves a date with the plans as they are, or with their drafts in place of their rows; `instead` stands for the plan of
   * its id, or beside the others. Writes nothing.
   */
  preview(
    channel: Channel,
    date: IsoDate,
    withDrafts: boolean,
    instead?: Plan,
  ): Promise<PlannedDay>;
}

export function createDayPlanner(
  store: HorizonStore,
  clock: MasterClock,
  source: PlanningSource,
  locks: LockWindow,
): DayPlanner {
  async function resolve(
    channel: Channel,
    date: IsoDate,
    planned: PlanningRows,
    kept: Pick<Parameters<typeof resolveDay>[0], 'protectedAirings' | 'frozenTail'> = {},
  ): Promise<{ day: ResolvedDay; findings: Finding[] }> {
    const catalog = await source.catalog();
    const start = await startOfDay(store, channel.id, date, planned);
    const { day, findings } = resolveDay({
      channel,
      date,
      planned,
      catalog,
      ...start,
      ...kept,
    });
    return { day, findings: [...findings] };
  }

  async function freeze(channel: Channel, date: IsoDate): Promise<PlannedDay> {
    const next = await store.days.get(channel.id, addDays(date, 1));
    const frozenTail: FrozenTail | null = next ? { crossing: null } : null;
    const planned = await source.planned(channel.id);
    const { day, findings } = await resolve(channel, date, planned, { frozenTail });
    const frozen: ScheduleDay = {
      ...day,
      frozenAt: clock.nowAt(),
      ...needOfApproval(channel, day, true),
    };
    await store.days.insert(frozen);
    return { day: frozen, findings };
  }

  async function regenerate(
    channel: Channel,
    live: ScheduleDay,
    reason: string,
  ): Promise<PlannedDay> {
    requireOwnClock(channel, live);
    const now = clock.nowAt();
    const lockedUntil = await locks.lockedUntil(channel.id);
    const protectedAirings = live.airings.filter(({ startAt }) => startAt < lockedUntil);
    if (protectedAirings.length === live.airings.length) throw nothingFree(live);
    const next = await store.days.get(channel.id, addDays(live.broadcastDate, 1));
    const crossing = crossingAiring(live);
    const planned = await source.planned(channel.id);
    const { day, findings } = await resolve(channel, live.broadcastDate, planned, {
      protectedAirings,
      frozenTail: next ? { crossing } : null,
    });
    const generation = (await store.days.history(channel.id, live.broadcastDate)).length + 1;
    const need = needOfApproval(channel, day, live.startAt > now);
    const frozen = withGeneration({ ...day, frozenAt: now, ...need }, generation);
    const record = { id: randomUUID(), targetId: live.id, reason, createdAt: now, change: null };
    await store.days.supersede(frozen, { ...record, layer: 'schedule-day' });
    return { day: frozen, findings };
  }

  return {
    freeze,
    regenerate,
    async preview(channel, date, withDrafts, instead) {
      const stored = await source.plans(channel.id);
      const plans = instead ? [...stored.filter(({ id }) => id !== instead.id), instead] : stored;
      const pins = await source.pins(channel.id);
      const planned = planningRows(plans, pins, withDrafts ? 'draft' : 'published');
      const { day, findings } = await resolve(channel, date, planned);
      return { day: { ...day, frozenAt: clock.nowAt() }, findings };
    },
  };
}

function nothingFree(live: ScheduleDay): AppError {
  return new AppError(
    'day-frozen',
    `Everything of ${live.broadcastDate} has aired or is locked for playout.`,
    { field: 'date', remedy: 'Regenerate a later day; only what is not locked yet can change.' },
  );
}
