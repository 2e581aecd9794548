import { refuseIneligibleRows } from '#main/programming/refuse-ineligible-rows.ts';
import type { Handlers } from '#shared/contract/index.ts';
import { invalidInput } from '#shared/errors/app-error.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { Plan } from '#shared/model/plan.ts';
import type { DayFollowing, PublishFrom } from '#shared/model/rebuild.ts';
import { applyPlanEdits } from '#shared/planning/plan/plan-edits.ts';
import { isPlanInForce } from '#shared/planning/plan/plan-matching.ts';
import { broadcastDateAt } from '#shared/time/broadcast-day.ts';
import type { IsoDate } from '#shared/time/units.ts';
import { addDays, datesBetween } from '#shared/time/zone.ts';
import { findInPlan } from './plan-findings.ts';
import { requireChannel, requirePlan } from './selectors.ts';
import type { Services } from './services.ts';

type PublishHandlers = Pick<
  Handlers,
  'plan.publish' | 'plan.publishImpact' | 'rebuild.list' | 'rebuild.accept' | 'rebuild.leave'
>;

/** A plan that is in force on no day of so many shows on none. */
const DAYS_AHEAD = 366;

/** Publishing drafts, and what becomes of the days that were frozen before. */
export function publishHandlers({ store, clock, events, horizon }: Services): PublishHandlers {
  /** Refuses a date that frozen days cannot be told apart by. */
  async function checkFrom(channel: Channel, from: PublishFrom): Promise<void> {
    if (from === 'unpromised' || from === 'now' || from === 'after-frozen') return;
    const today = broadcastDateAt(channel, clock.nowAt());
    const latest = await store.days.latest(channel.id);
    const last = latest ? addDays(latest.broadcastDate, 1) : today;
    if (from >= today && from <= last) return;
    throw invalidInput(
      'from',
      `${from} is not from ${today} to ${last}, the frozen days and the one after them.`,
      'Choose one of these, or give the plan a start date.',
    );
  }

  function published(plan: Plan): Plan {
    if (plan.draft === null) return plan;
    return { ...plan, assignments: applyPlanEdits(plan.draft, []), draft: null };
  }

  /** The first date on which the plan is in force and the day follows it. */
  function showsFrom(channel: Channel, plan: Plan, days: readonly DayFollowing[]): IsoDate | null {
    const today = broadcastDateAt(channel, clock.nowAt());
    const outcomes = new Map(days.map(({ date, outcome }) => [date, outcome]));
    const shows = (date: IsoDate): boolean => {
      const outcome = outcomes.get(date);
      return outcome === undefined || outcome === 'remade' || outcome === 'unchanged';
    };
    const dates = datesBetween(today, addDays(today, DAYS_AHEAD));
    return dates.find((date) => isPlanInForce(plan, date) && shows(date)) ?? null;
  }

  return {
    'plan.publish': async ({ id, from }) => {
      const plan = await requirePlan(store, id);
      const channel = await requireChannel(store, plan.channelId);
      await checkFrom(channel, from);
      await refuseIneligibleRows(store, plan, plan.draft ?? [], plan.assignments);
      const findings = await findInPlan(store, clock, plan);
      const next: Plan =
        plan.draft === null
          ? plan
          : { ...published(plan), version: plan.version + 1, updatedAt: clock.nowAt() };
      if (next !== plan) await store.plans.update(next);
      const reason = `“${plan.name}” was published.`;
      try {
        const days = await horizon.followPlans(channel.id, { from, reason });
        return { plan: next, showsFrom: showsFrom(channel, next, days), days, findings };
      } finally {
        // It is published whether or not the days could follow; who hears of it makes them follow later.
        if (next !== plan) events.emit('plans.changed', { channelId: channel.id, planId: id });
      }
    },

    'plan.publishImpact': async ({ id, from }) => {
      const plan = published(await requirePlan(store, id));
      const channel = await requireChannel(store, plan.channelId);
      await checkFrom(channel, from);
      const days = await horizon.previewFollowing(channel.id, from, plan);
      return { showsFrom: showsFrom(channel, plan, days), days };
    },

    'rebuild.list': async ({ channelId }) =>
      store.rebuildOffers.list({ channelId, endAfter: clock.nowAt() }),

    'rebuild.accept': async ({ channelId, dates }) => {
      await requireChannel(store, channelId);
      const days = await horizon.rebuildDays(channelId, dates, 'rebuilt to follow the plans');
      return { days };
    },

    'rebuild.leave': async ({ channelId, dates }) => {
      await requireChannel(store, channelId);
      await store.rebuildOffers.remove(channelId, dates);
      events.emit('days.changed', { channelId });
      return {};
    },
  };
}
