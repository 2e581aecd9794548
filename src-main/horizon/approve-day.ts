import { randomUUID } from 'node:crypto';

import type { MasterClock } from '#main/clock/master-clock.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { DayApproval, DayStanding } from '#shared/model/approval.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { ScheduleDayId } from '#shared/model/ids.ts';
import type { PlanningWarning } from '#shared/model/incident.ts';
import type { DayFallback, RecordedChange } from '#shared/model/override.ts';
import type { ScheduleDay } from '#shared/model/schedule-day.ts';
import { isEffective, standingOf } from '#shared/model/day-status.ts';
import { revertDay } from '#shared/planning/revise/revert-day.ts';
import { broadcastDateAt } from '#shared/time/broadcast-day.ts';
import type { EpochMs, IsoDate } from '#shared/time/units.ts';
import { addDays, civilAt, localTimeAt } from '#shared/time/zone.ts';
import type { HorizonStore } from './horizon-store.ts';
import { withGeneration } from './day-succession.ts';
import type { LockWindow } from './lock-window.ts';
import type { PlanningSource } from './planning-source.ts';
import { createRemakingInputs } from './remaking-input.ts';

/** Why something else airs than what was planned; stands in the record and in the lineage of what airs instead. */
const NOT_IN_TIME = 'the day was not approved in time';

/** A decision of the operator about a live day. */
export interface Decision extends Pick<DayApproval, 'action' | 'by' | 'note'> {
  readonly date: IsoDate;
  /** The version that the client saw, or `null`. */
  readonly dayId: ScheduleDayId | null;
}

export interface Decided {
  readonly standing: DayStanding;
  readonly approval: DayApproval;
}

/** Keeps days off the air that nobody has approved, on channels that ask for it. */
export interface DayApprovals {
  /**
   * Puts something that may air in the place of every unapproved day of which something is to be locked before the instant:
   * the last version of it that was approved, else default programming. Answers whether a day was replaced.
   */
  enforce(channel: Channel, untilAt: EpochMs): Promise<boolean>;
  /** Days that wait for approval, and days that were replaced for want of it. */
  warnings(channel: Channel): Promise<PlanningWarning[]>;
  /** `conflict`, `stale-version`, `day-frozen` when nothing of the day is free. */
  decide(channel: Channel, live: ScheduleDay, decision: Decision): Promise<Decided>;
}

export function createDayApprovals(
  store: HorizonStore,
  clock: MasterClock,
  source: PlanningSource,
  locks: LockWindow,
): DayApprovals {
  const inputOf = createRemakingInputs(store, source, locks);

  /** Makes what is free of the live day what it is in `target`, or default programming, and keeps a record of it. */
  async function bringBack(
    channel: Channel,
    live: ScheduleDay,
    target: ScheduleDay | null,
    reason: string,
    change: RecordedChange,
    approval: Pick<DayApproval, 'by' | 'note'> | null,
  ): Promise<DayApproval | null> {
    const now = clock.nowAt();
    const input = await inputOf(channel, live, reason);
    const resolved = revertDay({
      ...input,
      lockedUntil: await locks.settledUntil(channel.id),
      target: target ?? { ...live, airings: [] },
    });
    const { length } = await store.days.generations(channel.id, live.broadcastDate);
    const day = withGeneration({ ...resolved, frozenAt: now }, length);
    const record = { id: randomUUID(), targetId: live.id, reason, createdAt: now, change };
    return store.transaction(async (inner) => {
      await inner.days.supersede(day, { ...record, layer: 'schedule-day' });
      return approval && inner.approvals.append(approveOf(day, approval, 'approve', now));
    });
  }

  async function fallBack(channel: Channel, live: ScheduleDay): Promise<void> {
    const { id: channelId } = channel;
    const date = live.broadcastDate;
    const generations = await store.days.generations(channelId, date);
    const decisions = await store.approvals.list({ channelId, date });
    const approved = generations.findLast(({ day, supersededAt, record }) => {
      const approval = decisions.findLast(({ scheduleDayId }) => scheduleDayId === day.id) ?? null;
      const isOlder = supersededAt !== null && record?.change?.type !== 'fallback';
      return isOlder && isEffective({ channel, day, approval });
    });
    const change: DayFallback = {
      type: 'fallback',
      fromGeneration: generations.length,
      toGeneration: approved?.generation ?? null,
    };
    await bringBack(channel, live, approved?.day ?? null, NOT_IN_TIME, change, null);
  }

  async function standing(channel: Channel, date: IsoDate) {
    const [day] = await store.approvals.liveDays({ channelId: channel.id, from: date, to: date });
    if (!day) throw new Error(`The day ${date} has gone.`);
    return { day, standing: standingOf(channel, day, clock.nowAt()) };
  }

  /** The version that a fallback took the place of, when that is what is to be approved. */
  async function replacedBy(live: ScheduleDay, change: DayFallback): Promise<ScheduleDay | null> {
    const generations = await store.days.generations(live.channelId, live.broadcastDate);
    return generations[change.fromGeneration - 1]?.day ?? null;
  }

  async function write(
    channel: Channel,
    live: ScheduleDay,
    { action, by, note }: Decision,
  ): Promise<DayApproval> {
    const { day } = await standing(channel, live.broadcastDate);
    if (day.approval?.action === action) return day.approval;
    const { change } = day;
    const replaced =
      action === 'approve' && change?.type === 'fallback' ? await replacedBy(live, change) : null;
    if (replaced && change?.type === 'fallback') {
      const again = { type: 'revert', generation: change.fromGeneration } as const;
      const reason = note === '' ? 'approved late' : note;
      const made = await bringBack(channel, live, replaced, reason, again, { by, note });
      if (made) return made;
    }
    return store.approvals.append(approveOf(live, { by, note }, action, clock.nowAt()));
  }

  return {
    async enforce(channel, untilAt) {
      if (!channel.requiresApproval) return false;
      const now = clock.nowAt();
      const settledUntil = await locks.settledUntil(channel.id);
      if (settledUntil >= untilAt) return false;
      const days = await store.approvals.liveDays({
        channelId: channel.id,
        // A day that was frozen by another clock of the channel may lie a day beside where its date lies now.
        from: addDays(broadcastDateAt(channel, Math.max(now, settledUntil)), -2),
        to: addDays(broadcastDateAt(channel, untilAt), 1),
      });
      let hasReplaced = false;
      for (const day of days) {
        if (isEffective({ channel, day, approval: day.approval })) continue;
        const live = await store.days.get(channel.id, day.broadcastDate);
        const isDue = live?.airings.some(
          ({ startAt, endAt }) => startAt >= settledUntil && startAt < untilAt && endAt > now,
        );
        if (!live || isDue !== true) continue;
        await fallBack(channel, live);
        hasReplaced = true;
      }
      return hasReplaced;
    },

    async warnings(channel) {
      if (!channel.requiresApproval) return [];
      const now = clock.nowAt();
      const from = broadcastDateAt(channel, now);
      const days = await store.approvals.liveDays({ channelId: channel.id, from });
      return days.flatMap((day) => warningOf(channel, standingOf(channel, day, now)) ?? []);
    },

    async decide(channel, live, decision) {
      if (!channel.requiresApproval) throw notAsked(channel);
      if (decision.dayId !== null && decision.dayId !== live.id) throw changed(live.broadcastDate);
      const settledUntil = await locks.settledUntil(channel.id);
      const last = live.airings.at(-1);
      if (!last || last.startAt < settledUntil || last.endAt <= clock.nowAt()) {
        throw nothingFree(live.broadcastDate);
      }
      const approval = await write(channel, live, decision);
      return { standing: (await standing(channel, live.broadcastDate)).standing, approval };
    },
  };
}

function approveOf(
  day: ScheduleDay,
  { by, note }: Pick<DayApproval, 'by' | 'note'>,
  action: DayApproval['action'],
  madeAt: EpochMs,
): Omit<DayApproval, 'id'> {
  const { id, channelId, broadcastDate } = day;
  return { channelId, broadcastDate, scheduleDayId: id, action, by, note, madeAt };
}

function warningOf(
  channel: Channel,
  { broadcastDate: date, startAt, status, isReplaced }: DayStanding,
): PlanningWarning | null {
  const remedy = `Approve it: schedule-day approve --channel ${channel.slug} --date ${date}.`;
  if (isReplaced) {
    return {
      severity: 'error',
      rule: 'day-not-approved',
      subject: date,
      fromDate: date,
      remedy,
      message: `${date} was not approved in time; an older version of it, or default programming, airs instead.`,
    };
  }
  if (status !== 'planned') return null;
  const begins = `${civilAt(channel.timezone, startAt).date} ${localTimeAt(channel.timezone, startAt)}`;
  return {
    severity: 'warning',
    rule: 'day-awaits-approval',
    subject: date,
    fromDate: date,
    remedy,
    message: `${date} awaits approval. It begins at ${begins} and is locked some hours before; what nobody has approved by then does not air.`,
  };
}

function notAsked({ name }: Channel): AppError {
  return new AppError('conflict', `The days of “${name}” need no approval.`, {
    field: 'channelId',
    remedy: 'Switch approval on in the channel’s settings first.',
  });
}

function changed(date: IsoDate): AppError {
  return new AppError('stale-version', `The day ${date} has been changed meanwhile.`, {
    field: 'dayId',
    remedy: 'Look at the day again, then decide.',
  });
}

function nothingFree(date: IsoDate): AppError {
  return new AppError('day-frozen', `Everything of ${date} has aired or is locked for playout.`, {
    field: 'date',
    remedy: 'Decide about a later day; only what is not locked yet can change.',
  });
}
