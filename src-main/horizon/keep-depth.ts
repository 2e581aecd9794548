import { setImmediate } from 'node:timers/promises';

import type { MasterClock } from '#main/clock/master-clock.ts';
import type { HorizonReport } from '#shared/contract/station.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import type { LogBlock } from '#shared/model/log.ts';
import type { Finding } from '#shared/model/finding.ts';
import type { Settings } from '#shared/model/settings.ts';
import { broadcastDateAt } from '#shared/time/broadcast-day.ts';
import { MS_PER_HOUR, MS_PER_SECOND, type EpochMs, type IsoDate } from '#shared/time/units.ts';
import { addDays, datesBetween } from '#shared/time/zone.ts';
import type { HorizonStore } from './horizon-store.ts';
import type { createDayApprovals } from './approve-day.ts';
import type { ClockJumps } from './clock-jumps.ts';
import type { createLogChanger } from './change-log.ts';
import type { Followed, PlanFollower } from './follow-plans.ts';
import type { createDayPlanner } from './plan-day.ts';
import type { LogMender } from './mend-log.ts';
import { createIncidentNotes } from './note-incidents.ts';
import { tailOfBlock, type createLogPlanner, type LogTail } from './plan-log.ts';
import { faultOf, laterDaysFrozen, toError } from './planning-faults.ts';
import type { PlanningSource } from './planning-source.ts';

/** How often the horizon looks whether a channel is deep enough. */
export const EVALUATION_PERIOD_MS = 10 * MS_PER_SECOND;
const MOST_DAYS_PER_EVALUATION = 30;

export interface DepthDependencies {
  readonly store: HorizonStore;
  readonly clock: MasterClock;
  readonly source: PlanningSource;
  readonly days: ReturnType<typeof createDayPlanner>;
  readonly log: ReturnType<typeof createLogPlanner>;
  readonly mender: LogMender;
  readonly follower: PlanFollower;
  readonly jumps: ClockJumps;
  readonly approvals: ReturnType<typeof createDayApprovals>;
  readonly logChanger: ReturnType<typeof createLogChanger>;
  onChange(change: { readonly type: 'days' | 'log'; readonly channelId: ChannelId }): void;
  /** Told of a planning fault when it appears, not again while it lasts. */
  onFault(channelId: ChannelId, fault: unknown): void;
}

/** Keeps frozen days and locked log as deep as the settings ask, and knows how deep they are. */
export interface DepthKeeper {
  /** Brings one channel to its depth; what goes wrong is noted, recorded and told, never thrown. */
  evaluate(channel: Channel, limits: Settings): Promise<void>;
  /** How deep the channel is and what is wrong with it. Asks nobody. */
  reportOf(channel: Channel, limits: Settings): HorizonReport;
  /** Lets what is not locked yet follow what has changed of days, library and rules. */
  follow(channel: Channel): Promise<void>;
  /** A day was frozen or made anew: later ones that go on otherwise now are offered. Answers what to say of them. */
  noteFrozen(channel: Channel, date: IsoDate): Promise<Finding[]>;
  /** Adds blocks after the last locked one. */
  extend(
    channelId: ChannelId,
    extend: (tail: LogTail | null) => Promise<LogBlock[]>,
  ): Promise<LogBlock[]>;
  /** Days were frozen anew elsewhere. */
  noteDays(channelId: ChannelId): void;
  /** The log was made anew elsewhere and may end elsewhere now; the store is asked again. */
  noteLog(channelId: ChannelId): void;
  /** Days followed the plans, or were offered. */
  noteFollowed(channelId: ChannelId, followed: Followed): void;
  /** A fault that is no single channel's. */
  noteFault(fault: unknown): void;
}

/** What is known of a channel's depth without asking the store again. */
interface Depth {
  /** Every day from the first to the last of these is frozen. */
  frozenFrom: IsoDate | null;
  frozenThrough: IsoDate | null;
  scheduleUntil: EpochMs | null;
  /** The end of the log, as far as it has no hole after `coveredFrom`. */
  tail: LogTail | null;
  /** `null`: the store is asked again. */
  coveredFrom: EpochMs | null;
  /** So many jumps back of the clock have been answered. */
  jumpsAnswered: number;
  lastEvaluatedAt: EpochMs | null;
  lastExtendedAt: EpochMs | null;
  fault: string | null;
}

export function createDepthKeeper(dependencies: DepthDependencies): DepthKeeper {
  const { store, clock, days, log, mender, follower, jumps, approvals, logChanger } = dependencies;
  const incidents = createIncidentNotes(dependencies);
  const depths = new Map<ChannelId, Depth>();

  function depthOf(channelId: ChannelId): Depth {
    let depth = depths.get(channelId);
    if (!depth) {
      depth = {
        frozenFrom: null,
        frozenThrough: null,
        scheduleUntil: null,
        tail: null,
        coveredFrom: null,
        jumpsAnswered: 0,
        lastEvaluatedAt: null,
        lastExtendedAt: null,
        fault: null,
      };
      depths.set(channelId, depth);
    }
    return depth;
  }

  /** Freezes every missing day from today to `horizonDays` ahead, in order of date, whatever is frozen after it. */
  async function extendDays(channel: Channel, depth: Depth, horizonDays: number): Promise<void> {
    const today = broadcastDateAt(channel, clock.nowAt());
    const goal = addDays(today, horizonDays);
    const { frozenFrom, frozenThrough } = depth;
    const isKnown = frozenFrom !== null && frozenThrough !== null && frozenFrom <= today;
    if (isKnown && frozenThrough >= goal) return;
    depth.frozenFrom = today;
    const frozen = await store.days.outlines({ channelId: channel.id, from: today, to: goal });
    const endsAt = new Map(
      frozen.map((day) => [day.broadcastDate, day.occupiedUntil ?? day.endAt]),
    );
    let room = MOST_DAYS_PER_EVALUATION;
    for (const date of datesBetween(today, goal)) {
      let endAt = endsAt.get(date);
      if (endAt === undefined) {
        if (room === 0) return;
        room -= 1;
        const { day } = await days.freeze(channel, date);
        endAt = day.carryOut.occupiedUntil ?? day.endAt;
        depth.lastExtendedAt = clock.nowAt();
        dependencies.onChange({ type: 'days', channelId: channel.id });
        if (endsAt.has(addDays(date, 1))) await noteFrozen(channel, date);
        await setImmediate();
      }
      depth.frozenThrough = date;
      depth.scheduleUntil = endAt;
    }
  }

  async function noteFrozen(channel: Channel, date: IsoDate): Promise<Finding[]> {
    const since = addDays(date, 1);
    const [next] = await store.days.outlines({ channelId: channel.id, from: since });
    if (!next) return [];
    const reason = `${date} was frozen after it.`;
    const followed = await follower.follow(channel, { from: 'unpromised', reason, since });
    const offered = followed.days.filter(({ outcome }) => outcome === 'offered');
    noteFollowed(channel.id, followed);
    return offered.length === 0
      ? []
      : [
          laterDaysFrozen(
            date,
            offered.map((day) => day.date),
          ),
        ];
  }

  function noteFollowed(channelId: ChannelId, { days: list, isLogRemade }: Followed): void {
    if (list.some(({ outcome }) => outcome === 'remade' || outcome === 'offered')) {
      depthOf(channelId).frozenThrough = null;
      dependencies.onChange({ type: 'days', channelId });
    }
    if (isLogRemade) noteLog(channelId);
  }

  async function extendLog(channel: Channel, depth: Depth, untilAt: EpochMs): Promise<void> {
    await knowTail(channel.id, depth);
    if (depth.tail !== null && depth.tail.endAt >= untilAt) return;
    noteBlocks(channel.id, depth, await log.extendUntil(channel, depth.tail, untilAt));
    if (depth.tail === null || depth.tail.endAt < untilAt) {
      throw new AppError(
        'horizon-no-schedule-data',
        'The frozen days do not reach as far as the locked log must.',
        { remedy: 'Lengthen the schedule horizon, or generate the missing day.' },
      );
    }
  }

  async function knowTail(channelId: ChannelId, depth: Depth): Promise<void> {
    const now = clock.nowAt();
    if (depth.coveredFrom !== null && depth.coveredFrom <= now) return;
    depth.tail = await mender.tailOf(channelId);
    depth.coveredFrom = now;
  }

  /** Fills up what is missing between now and the end of the log, and follows a clock that was set back. */
  async function mendLog(channel: Channel, depth: Depth): Promise<void> {
    const { backCount } = jumps;
    const wasSetBack = depth.jumpsAnswered < backCount;
    if (!wasSetBack && depth.coveredFrom !== null && depth.coveredFrom <= clock.nowAt()) return;
    depth.coveredFrom = null;
    if (await mender.mend(channel, wasSetBack)) noteLog(channel.id);
    depth.jumpsAnswered = backCount;
  }

  function noteBlocks(channelId: ChannelId, depth: Depth, blocks: readonly LogBlock[]): void {
    const tail = tailOfBlock(blocks.at(-1));
    if (!tail) return;
    if (blocks[0]?.startAt !== depth.tail?.endAt) depth.coveredFrom = clock.nowAt();
    depth.tail = tail;
    depth.lastExtendedAt = clock.nowAt();
    dependencies.onChange({ type: 'log', channelId });
  }

  function noteLog(channelId: ChannelId): void {
    depthOf(channelId).coveredFrom = null;
    dependencies.onChange({ type: 'log', channelId });
  }

  /** What is not locked yet follows what has changed of days, library and rules. */
  async function followChanges(channel: Channel): Promise<void> {
    if (await logChanger.follow(channel)) noteLog(channel.id);
  }

  async function evaluateChannel(channel: Channel, limits: Settings): Promise<void> {
    const depth = depthOf(channel.id);
    const logUntil = clock.nowAt() + limits.logHorizonHours * MS_PER_HOUR;
    // The log goes on from the days that are frozen, whatever keeps the next day from being planned.
    const faults = [
      await faultOf(() => mendLog(channel, depth)),
      await faultOf(() => extendDays(channel, depth, limits.scheduleHorizonDays)),
      await faultOf(() => keepApproved(channel, logUntil)),
      await faultOf(() => followChanges(channel)),
      await faultOf(() => extendLog(channel, depth, logUntil)),
    ].filter((fault) => fault !== null);
    if (faults.length > 0) {
      // What was written before the failure is not known here; the store is asked again next time.
      depth.coveredFrom = null;
      depth.frozenThrough = null;
    }
    const [fault] = faults;
    await incidents.note(channel, faults);
    if (fault && fault.message !== depth.fault) dependencies.onFault(channel.id, fault);
    depth.fault = fault?.message ?? null;
    depth.lastEvaluatedAt = clock.nowAt();
  }

  /** What nobody approved is replaced before it would be locked. */
  async function keepApproved(channel: Channel, untilAt: EpochMs): Promise<void> {
    if (!(await approvals.enforce(channel, untilAt))) return;
    dependencies.onChange({ type: 'days', channelId: channel.id });
  }

  function reportOf(channel: Channel, limits: Settings): HorizonReport {
    const depth = depthOf(channel.id);
    const now = clock.nowAt();
    const { scheduleUntil, tail, fault } = depth;
    const logGoalAt = now + limits.logHorizonHours * MS_PER_HOUR - 2 * EVALUATION_PERIOD_MS;
    const isCovered = depth.coveredFrom === null || depth.coveredFrom <= now;
    return {
      channelId: channel.id,
      scheduleUntil,
      logUntil: tail?.endAt ?? null,
      isHealthy:
        fault === null && scheduleUntil !== null && isCovered && (tail?.endAt ?? 0) >= logGoalAt,
      lastEvaluatedAt: depth.lastEvaluatedAt,
      lastExtendedAt: depth.lastExtendedAt,
      fault,
      warnings: [...incidents.warningsOf(channel.id)],
    };
  }

  return {
    evaluate: evaluateChannel,
    reportOf,
    follow: followChanges,
    noteFrozen,
    noteFollowed,
    async extend(channelId, extend) {
      const depth = depthOf(channelId);
      await knowTail(channelId, depth);
      const added = await extend(depth.tail);
      noteBlocks(channelId, depth, added);
      return added;
    },
    noteDays(channelId) {
      depthOf(channelId).frozenThrough = null;
      dependencies.onChange({ type: 'days', channelId });
    },
    noteLog,
    noteFault(fault) {
      for (const [channelId, depth] of depths) {
        depth.fault = toError(fault).message;
        dependencies.onFault(channelId, fault);
      }
    },
  };
}
