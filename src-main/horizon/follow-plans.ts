import { randomUUID } from 'node:crypto';

import type { MasterClock } from '#main/clock/master-clock.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import type { Plan } from '#shared/model/plan.ts';
import type { DayFollowing, PublishFrom } from '#shared/model/rebuild.ts';
import type { OverrideRecord, ScheduleDay } from '#shared/model/schedule-day.ts';
import { canonicalJson } from '#shared/model/seed.ts';
import { planningRows } from '#shared/planning/plan/rows-of.ts';
import type { ResolvedDay } from '#shared/planning/resolve/finish-day.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { compareDays } from '#shared/planning/revise/compare-days.ts';
import { isPlaceholder } from '#shared/planning/revise/placeholder.ts';
import { isContentEligible } from '#shared/planning/choose/contents/kinds.ts';
import { broadcastDateAt } from '#shared/time/broadcast-day.ts';
import type { EpochMs, IsoDate } from '#shared/time/units.ts';
import { addDays } from '#shared/time/zone.ts';
import type { HorizonStore } from './horizon-store.ts';
import { isOfAnotherClock, needOfApproval, startAfter, withGeneration } from './day-succession.ts';
import type { LockWindow } from './lock-window.ts';
import type { PlanningSource } from './planning-source.ts';
import type { LogReplanner } from './replan-log.ts';
import { crossingAiring } from './crossing-airing.ts';

/** What is to follow the plans, and why. */
export interface FollowRequest {
  readonly from: PublishFrom;
  /** Goes into the records and offers. */
  readonly reason: string;
  /** Only frozen days from this date on are looked at; from today on when left out. */
  readonly since?: IsoDate;
  /** What the channel airs where no row says anything was changed: default programming is made anew for its own sake. */
  readonly areDefaultsOld?: boolean;
}

/** Lets frozen days follow plans that were changed after them. */
export interface PlanFollower {
  /** What would become of each frozen day; `instead` stands for the plan of its id. Writes nothing. */
  preview(channel: Channel, from: PublishFrom, instead?: Plan): Promise<DayFollowing[]>;
  /** Makes anew what is to follow at once, with the log of it, in one transaction; offers the rest. */
  follow(channel: Channel, request: FollowRequest): Promise<Followed>;
  /** Takes the plans as they are for those that the frozen days were made from, unless it knows better. */
  remember(channel: Channel): Promise<void>;
  /**
   * The same as `follow`, unless the published plans and pins, and which of their content there is, are what they were when
   * it was done last.
   */
  followChanged(channel: Channel, reason: string): Promise<Followed | null>;
}

export interface Followed {
  readonly days: DayFollowing[];
  readonly isLogRemade: boolean;
}

/** A live day with what the plans would make of it. */
interface Look {
  readonly live: ScheduleDay;
  readonly day: ResolvedDay;
  readonly following: DayFollowing;
}

export function createPlanFollower(
  store: HorizonStore,
  clock: MasterClock,
  source: PlanningSource,
  locks: LockWindow,
  replanner: LogReplanner,
): PlanFollower {
  const seen = new Map<ChannelId, string>();

  async function lookAt(
    channel: Channel,
    { from, since, areDefaultsOld = false }: Omit<FollowRequest, 'reason'>,
    instead?: Plan,
  ): Promise<Look[]> {
    const now = clock.nowAt();
    const lockedUntil = await locks.lockedUntil(channel.id);
    // Nobody has to unlock what default programming keeps the place of; with approval nothing airs that was not approved.
    const freeFrom = channel.requiresApproval ? lockedUntil : locks.untouchableUntil();
    const stored = await source.plans(channel.id);
    const plans = instead ? [...stored.filter(({ id }) => id !== instead.id), instead] : stored;
    const planned = planningRows(plans, await source.pins(channel.id), 'published');
    const catalog = await source.catalog();
    const firstDate = since ?? broadcastDateAt(channel, now);
    const frozen = await store.days.list({ channelId: channel.id, from: firstDate });
    const gives = (day: ScheduleDay): boolean => givesWay(channel, day, from, { now, freeFrom });
    let before = await store.days.latestBefore(channel.id, firstDate);
    const looks: Look[] = [];
    const remade: ScheduleDay[] = [];
    for (const [index, live] of frozen.entries()) {
      const date = live.broadcastDate;
      if (isOfAnotherClock(channel, live)) {
        const following: DayFollowing = { date, outcome: 'kept', changes: [], fromAt: null };
        looks.push({ live, day: live, following });
        before = live;
        continue;
      }
      const next = frozen[index + 1];
      const isNextDay = next?.broadcastDate === addDays(date, 1);
      const crossing = crossingAiring(live);
      const mustMeet = isNextDay && !(gives(live) && gives(next) && mayBegin(next, from, freeFrom));
      const start = await startAfter(store, channel.id, date, planned, before, remade);
      const { day } = resolveDay({
        channel,
        date,
        planned,
        catalog,
        ...start,
        protectedAirings: live.airings.filter(({ startAt }) => startAt < freeFrom),
        frozenTail: mustMeet ? { crossing } : null,
      });
      const following = follows(live, day, {
        gives: gives(live),
        from,
        freeFrom,
        lockedUntil,
        isMoved: isMoved(before, live),
        areDefaultsOld,
      });
      looks.push({ live, day, following });
      before = following.outcome === 'remade' ? { ...day, frozenAt: now } : live;
      if (following.outcome === 'remade') remade.push(before);
    }
    return looks;
  }

  async function freeze(channel: Channel, { live, day }: Look, now: EpochMs): Promise<ScheduleDay> {
    const { length } = await store.days.generations(channel.id, live.broadcastDate);
    const need = needOfApproval(channel, day, live.startAt > now);
    return withGeneration({ ...day, frozenAt: now, ...need }, length);
  }

  async function follow(channel: Channel, request: FollowRequest): Promise<Followed> {
    const now = clock.nowAt();
    const { reason } = request;
    const looks = await lookAt(channel, request);
    const remade = looks.filter(({ following }) => following.outcome === 'remade');
    const days: ScheduleDay[] = [];
    for (const look of remade) days.push(await freeze(channel, look, now));
    const recordOf = (layer: OverrideRecord['layer'], targetId: string): OverrideRecord => ({
      id: randomUUID(),
      layer,
      targetId,
      reason,
      createdAt: now,
      change: null,
    });
    const keptUntil = channel.requiresApproval
      ? await locks.lockedUntil(channel.id)
      : locks.untouchableUntil();
    const log =
      days.length === 0
        ? null
        : await replanner.prepare(channel, { keptUntil, keepsHandChanges: true, days });
    const firstGoing = log?.goes[0];
    await replanner.commit(
      channel,
      log,
      firstGoing ? recordOf('log', firstGoing.id) : null,
      async (inner) => {
        for (const [index, day] of days.entries()) {
          await inner.days.supersede(day, recordOf('schedule-day', remade[index]?.live.id ?? ''));
        }
        for (const { live, following } of looks) {
          if (following.outcome === 'offered') {
            const { channelId, broadcastDate, id } = live;
            await inner.rebuildOffers.put({
              channelId,
              broadcastDate,
              scheduleDayId: id,
              reason,
              madeAt: now,
            });
          } else await inner.rebuildOffers.remove(channel.id, [live.broadcastDate]);
        }
      },
    );
    seen.set(channel.id, await basisOf(channel.id));
    return {
      days: looks.map(({ following }) => following),
      isLogRemade: firstGoing !== undefined,
    };
  }

  /**
   * The published plans and pins, what of their content has nothing that may air, and whether anything has. A draft changes
   * nothing, nor does one file of many; a drive that is gone, or back, does.
   */
  async function basisOf(channelId: ChannelId): Promise<string> {
    const stored = await source.plans(channelId);
    const pins = await source.pins(channelId);
    const catalog = await source.catalog();
    const plans = stored.map(
      ({ draft: _draft, version: _version, updatedAt: _updatedAt, ...published }) => published,
    );
    const missing = planningRows(stored, pins, 'published')
      .rows.filter(({ row }) => !isContentEligible(row.content, catalog))
      .map(({ row }) => row.id);
    return canonicalJson([plans, pins, missing, catalog.programmes.length > 0]);
  }

  return {
    preview: async (channel, from, instead) =>
      (await lookAt(channel, { from }, instead)).map(({ following }) => following),
    follow,
    async remember({ id }) {
      if (!seen.has(id)) seen.set(id, await basisOf(id));
    },
    async followChanged(channel, reason) {
      if (seen.get(channel.id) === (await basisOf(channel.id))) return null;
      return follow(channel, { from: 'unpromised', reason });
    },
  };
}

/** Whether the day may be made anew at once. What the operator changed by hand never is. */
function givesWay(
  channel: Channel,
  day: ScheduleDay,
  from: PublishFrom,
  { now, freeFrom }: { readonly now: EpochMs; readonly freeFrom: EpochMs },
): boolean {
  if (from === 'after-frozen' || day.isManualOverride) return false;
  if (from === 'unpromised') {
    const isAskedAbout = channel.requiresApproval;
    return !isAskedAbout || (day.startAt > now && day.startAt >= freeFrom);
  }
  return from === 'now' || day.broadcastDate >= from;
}

/** Whether the whole day may begin elsewhere than it does. */
function mayBegin(day: ScheduleDay, from: PublishFrom, freeFrom: EpochMs): boolean {
  const [first] = day.airings;
  if (!first || first.startAt < freeFrom) return false;
  return from !== 'unpromised' || day.airings.every(isPlaceholder);
}

/** Whether the day before ends elsewhere than where this one begins. */
function isMoved(before: ScheduleDay | null, live: ScheduleDay): boolean {
  if (before?.broadcastDate !== addDays(live.broadcastDate, -1)) return false;
  const endAt = before.carryOut.occupiedUntil ?? before.endAt;
  return endAt !== (live.airings[0]?.startAt ?? live.startAt);
}

function follows(
  live: ScheduleDay,
  day: ResolvedDay,
  on: {
    readonly gives: boolean;
    readonly from: PublishFrom;
    readonly freeFrom: EpochMs;
    readonly lockedUntil: EpochMs;
    readonly isMoved: boolean;
    readonly areDefaultsOld: boolean;
  },
): DayFollowing {
  const { changes, isPlannedNew, isPromiseKept, firstAt } = compareDays(live, day, on.freeFrom);
  const date = live.broadcastDate;
  const say = (outcome: DayFollowing['outcome']): DayFollowing => ({
    date,
    outcome,
    changes: outcome === 'unchanged' ? [] : changes,
    fromAt: firstAt,
  });
  if (on.isMoved) return say('remade');
  const isWanted = isPlannedNew || on.areDefaultsOld;
  if (changes.length === 0 || (isPromiseKept && !isWanted)) {
    return { date, outcome: 'unchanged', changes: [], fromAt: null };
  }
  const isAtOnce = on.from !== 'unpromised' || isPromiseKept;
  if (on.gives && isAtOnce) return say('remade');
  if (on.from !== 'unpromised' && !live.isManualOverride) return say('kept');
  const isFree = compareDays(live, day, on.lockedUntil).changes.length > 0;
  return say(isFree ? 'offered' : 'settled');
}
