import { asPublished, checkPublishFrom } from '#main/programming/publishing.ts';
import { requireChannel, requirePlan } from '#main/programming/require-stored.ts';
import type { Handlers } from '#shared/contract/index.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { Plan } from '#shared/model/plan.ts';
import type { DayFollowing } from '#shared/model/rebuild.ts';
import { isPlanInForce } from '#shared/planning/plan/plan-matching.ts';
import { broadcastDateAt } from '#shared/time/broadcast-day.ts';
import type { IsoDate } from '#shared/time/units.ts';
import { addDays, datesBetween } from '#shared/time/zone.ts';
import type { Services } from './services.ts';

type PublishHandlers = Pick<
  Handlers,
  'plan.publish' | 'plan.publishImpact' | 'rebuild.list' | 'rebuild.accept' | 'rebuild.leave'
>;

/** A plan that is in force on no day of so many shows on none. */
const DAYS_AHEAD = 366;

/** Publishing drafts, and what becomes of the days that were frozen before. */
export function publishHandlers(services: Services): PublishHandlers {
  const { store, clock, events, horizon, programming } = services;

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
      const { plan, channel, findings, isChanged } = await programming.publishPlan({ id, from });
      const reason = `“${plan.name}” was published.`;
      try {
        const days = await horizon.followPlans(channel.id, { from, reason });
        return { plan, showsFrom: showsFrom(channel, plan, days), days, findings };
      } finally {
        // It is published whether or not the days could follow; who hears of it makes them follow later.
        if (isChanged) events.emit('plans.changed', { channelId: channel.id, planId: id });
      }
    },

    'plan.publishImpact': async ({ id, from }) => {
      const plan = asPublished(await requirePlan(store, id));
      const channel = await requireChannel(store, plan.channelId);
      await checkPublishFrom(store.days, clock, channel, from);
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
      await programming.leaveRebuildOffers(channelId, dates);
      return {};
    },
  };
}
