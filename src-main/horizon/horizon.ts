import { setImmediate } from 'node:timers/promises';

import PQueue from 'p-queue';

import type { MasterClock } from '#main/clock/master-clock.ts';
import type { HorizonReport } from '#shared/contract/station.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { ChannelId, ScheduleDayId } from '#shared/model/ids.ts';
import type { LogBlock } from '#shared/model/log.ts';
import type { DayChange } from '#shared/model/override.ts';
import type { Plan } from '#shared/model/plan.ts';
import type { OverrideRecord, ScheduleDay } from '#shared/model/schedule-day.ts';
import type { DayFollowing, PublishFrom, RebuildOutcome } from '#shared/model/rebuild.ts';
import type { DayReconciliation } from '#shared/model/reconciliation.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { DayDifference } from '#shared/planning/revise/what-if.ts';
import type { IsoDate } from '#shared/time/units.ts';
import type { HorizonStore } from './horizon-store.ts';
import { createDayApprovals, type Decided, type Decision } from './approve-day.ts';
import { createDayChanger, type ChangedDay } from './change-day.ts';
import { createDayPlanner, type PlannedDay } from './plan-day.ts';
import {
  createLogChanger,
  type BreakItemRequest,
  type ChangedBreakItem,
  type LogReplanRequest,
  type ReplannedLog,
} from './change-log.ts';
import { createPlanFollower, type FollowRequest } from './follow-plans.ts';
import { createLockWindow } from './lock-window.ts';
import { createClockJumps } from './clock-jumps.ts';
import { createDayClose } from './day-close.ts';
import { createDepthKeeper } from './keep-depth.ts';
import { createDayGenerator } from './generate-days.ts';
import { changedMeanwhile, faultOf } from './planning-faults.ts';
import { createLogReplanner } from './replan-log.ts';
import { createLogMender } from './mend-log.ts';
import { createLogPlanner, type LogTail } from './plan-log.ts';
import { createPlanningSource } from './planning-source.ts';
import { createEvaluations } from './run-evaluations.ts';
import type { SequenceMark } from './sequence-mark.ts';
import { createWhatIf, type WhatIfRequest } from './what-if.ts';

export interface HorizonDependencies {
  readonly store: HorizonStore;
  readonly clock: MasterClock;
  settings(): Promise<Settings>;
  onChange(change: { readonly type: 'days' | 'log'; readonly channelId: ChannelId }): void;
  /** Told of a planning fault when it appears, not again while it lasts. */
  onFault(channelId: ChannelId, fault: unknown): void;
  /** Keeps media sequence numbers from going back when the station's file does; `null` where that cannot be. */
  readonly mediaSequenceMark: SequenceMark | null;
}

/** The one place that plans. Everything else reads what it has stored. */
export interface Horizon {
  /** Brings every active channel to its depth. A channel's failure is in its report and stops no other. */
  evaluate(reason?: string): Promise<void>;
  /** How deep each active channel's layers are, and what is wrong with them if anything. Plans nothing. */
  report(): Promise<HorizonReport[]>;
  /** Freezes a day, or with `force` replaces what of a frozen one has neither aired nor been locked. */
  generateDay(request: {
    readonly channelId: ChannelId;
    readonly date: IsoDate;
    readonly force: boolean;
    readonly reason: string;
  }): Promise<PlannedDay>;
  /** What a change by hand of a frozen day would do. Writes nothing. */
  previewChange(request: ChangeRequest): Promise<ChangedDay>;
  /** Makes the change: first the record of it, then the day. `stale-version` when the day is no longer `baseDayId`. */
  changeDay(
    request: ChangeRequest & { readonly baseDayId: ScheduleDayId | null },
  ): Promise<ChangedDay & { readonly record: OverrideRecord }>;
  /** Approves a frozen day of a channel that asks for it, or takes the approval back. */
  decideDay(request: Decision & { readonly channelId: ChannelId }): Promise<Decided>;
  /** What was planned on a day against what aired. */
  reconcileDay(channelId: ChannelId, date: IsoDate): Promise<DayReconciliation>;
  /** What would become of the frozen days if the plan stood for the stored one of its id. Writes nothing. */
  previewFollowing(channelId: ChannelId, from: PublishFrom, instead: Plan): Promise<DayFollowing[]>;
  /** Lets frozen days follow the plans as they are now: what may change at once is made anew, the rest is offered. */
  followPlans(channelId: ChannelId, request: FollowRequest): Promise<DayFollowing[]>;
  /** The same as soon as nothing promised stands against it, if the published plans have changed since it was done last. */
  followChangedPlans(channelId: ChannelId, reason: string): Promise<void>;
  /** Makes frozen days anew one by one, in order of date; one that is refused stops none of the others. */
  rebuildDays(
    channelId: ChannelId,
    dates: readonly IsoDate[],
    reason: string,
  ): Promise<RebuildOutcome[]>;
  /** What changed plans would make of a range of days. Writes nothing. */
  whatIf(request: WhatIfRequest): Promise<DayDifference[]>;
  /** Resolves a date without storing anything. */
  preview(request: {
    readonly channelId: ChannelId;
    readonly date: IsoDate;
    readonly withDrafts: boolean;
    /** Stands for the stored plan of its id, or beside the others. */
    readonly instead?: Plan;
  }): Promise<PlannedDay>;
  /** What making the part of the log anew that is not locked would change. Writes nothing. */
  previewReplan(request: LogReplanRequest): Promise<ReplannedLog>;
  /** Makes it anew. */
  replanLog(request: LogReplanRequest & { readonly reason: string }): Promise<ReplannedLog>;
  /** Puts another interstitial, or black, in the place of one in the log. */
  changeBreakItem(request: BreakItemRequest): Promise<ChangedBreakItem>;
  /** Locks exactly `blocks` blocks after the last locked one. */
  extendLogBlocks(channelId: ChannelId, blocks: number): Promise<LogBlock[]>;
  /** Locks through the end of the `days`-th broadcast day, counted from the one in which the locked log ends. */
  extendLogDays(channelId: ChannelId, days: number): Promise<LogBlock[]>;
  /** Evaluates once, which is when the station is ready, and from then on every ten seconds of the clock. */
  start(): Promise<void>;
  /** Ends the evaluations; resolves when none is running. */
  stop(): Promise<void>;
}

/** A change of one frozen day by hand. */
export interface ChangeRequest {
  readonly channelId: ChannelId;
  readonly date: IsoDate;
  readonly change: DayChange;
  readonly reason: string;
  /** It may reach into the locked log; not unless said. */
  readonly unlock?: boolean;
}

export function createHorizon(dependencies: HorizonDependencies): Horizon {
  const { store, clock } = dependencies;
  const source = createPlanningSource(store);
  const locks = createLockWindow(
    store,
    clock,
    async () => (await dependencies.settings()).lockedWindowHours,
  );
  const mark = dependencies.mediaSequenceMark;
  const replanner = createLogReplanner(store, clock, source, mark);
  const logChanger = createLogChanger(store, clock, source, locks, replanner);
  const days = createDayPlanner(store, clock, source, locks);
  const changer = createDayChanger(store, clock, source, locks, replanner);
  const approvals = createDayApprovals(store, clock, source, locks);
  const whatIf = createWhatIf(store, source);
  const log = createLogPlanner(store, clock, source, mark);
  const follower = createPlanFollower(store, clock, source, locks, replanner);
  const dayClose = createDayClose(store, clock);
  const mender = createLogMender(store, clock, mark);
  const jumps = createClockJumps(store, clock);
  const turns = new PQueue({ concurrency: 1 });
  const depths = createDepthKeeper({
    ...dependencies,
    source,
    days,
    log,
    mender,
    jumps,
    approvals,
    logChanger,
    follower,
  });
  const generator = createDayGenerator(store, days, depths, (channelId, fault) => {
    dependencies.onFault(channelId, fault);
  });

  async function requireDay(channelId: ChannelId, date: IsoDate): Promise<ScheduleDay> {
    const day = await store.days.get(channelId, date);
    if (day) return day;
    throw new AppError('horizon-no-schedule-data', `The day ${date} is not frozen yet.`, {
      field: 'date',
      remedy: 'Change the plan instead, or generate the day first.',
    });
  }

  function extendByHand(
    channelId: ChannelId,
    extend: (channel: Channel, tail: LogTail | null) => Promise<LogBlock[]>,
  ): Promise<LogBlock[]> {
    return turns.add(async () => {
      const channel = await source.requireChannel(channelId);
      return depths.extend(channelId, (tail) => extend(channel, tail));
    });
  }

  async function evaluateAll(): Promise<void> {
    const limits = await dependencies.settings();
    for (const channel of await store.channels.list()) {
      if (!channel.isActive) continue;
      await depths.evaluate(channel, limits);
      await follower.remember(channel);
      await setImmediate();
    }
  }

  /** A day that cannot be closed keeps nothing from going on; it is tried again. */
  async function closeDays(): Promise<void> {
    for (const channel of await store.channels.list()) {
      if (!channel.isActive) continue;
      const fault = await faultOf(async () => {
        await dayClose.closeDue(channel);
      });
      if (fault) dependencies.onFault(channel.id, fault);
    }
  }

  async function evaluateInTurn(): Promise<void> {
    await evaluateAll();
    await closeDays();
    await jumps.remember();
  }

  const evaluations = createEvaluations({
    clock,
    jumps,
    turns,
    evaluate: evaluateInTurn,
    onFault: (fault) => {
      depths.noteFault(fault);
    },
  });

  return {
    evaluate: () => turns.add(evaluateAll),
    async report() {
      const limits = await dependencies.settings();
      const channels = (await store.channels.list()).filter(({ isActive }) => isActive);
      return channels.map((channel) => depths.reportOf(channel, limits));
    },
    generateDay: ({ channelId, date, force, reason }) =>
      turns.add(async () => {
        const channel = await source.requireChannel(channelId);
        return generator.generate(channel, { date, force, reason });
      }),
    reconcileDay: async (channelId, date) =>
      dayClose.reconcile(await source.requireChannel(channelId), date),
    previewFollowing: (channelId, from, instead) =>
      turns.add(async () =>
        follower.preview(await source.requireChannel(channelId), from, instead),
      ),
    followPlans: (channelId, request) =>
      turns.add(async () => {
        const followed = await follower.follow(await source.requireChannel(channelId), request);
        depths.noteFollowed(channelId, followed);
        return followed.days;
      }),
    followChangedPlans: (channelId, reason) =>
      turns.add(async () => {
        const channel = await source.requireChannel(channelId);
        const followed = await follower.followChanged(channel, reason);
        if (followed) depths.noteFollowed(channelId, followed);
      }),
    rebuildDays: (channelId, dates, reason) =>
      turns.add(async () =>
        generator.rebuild(await source.requireChannel(channelId), dates, reason),
      ),
    whatIf: (request) => turns.add(() => whatIf(request)),
    previewChange: ({ channelId, date, unlock = false, ...wanted }) =>
      turns.add(async () => {
        const channel = await source.requireChannel(channelId);
        const live = await requireDay(channelId, date);
        return changer.preview(channel, live, { ...wanted, unlock });
      }),
    changeDay: ({ channelId, date, baseDayId, unlock = false, ...wanted }) =>
      turns.add(async () => {
        const channel = await source.requireChannel(channelId);
        const live = await requireDay(channelId, date);
        if (baseDayId !== null && live.id !== baseDayId) throw changedMeanwhile(date);
        const changed = await changer.commit(channel, live, { ...wanted, unlock });
        depths.noteDays(channelId);
        if (changed.isLogRemade) depths.noteLog(channelId);
        return changed;
      }),
    decideDay: ({ channelId, ...decision }) =>
      turns.add(async () => {
        const channel = await source.requireChannel(channelId);
        const decided = await approvals.decide(
          channel,
          await requireDay(channelId, decision.date),
          decision,
        );
        dependencies.onChange({ type: 'days', channelId });
        return decided;
      }),
    preview: ({ channelId, date, withDrafts, instead }) =>
      turns.add(async () =>
        days.preview(await source.requireChannel(channelId), date, withDrafts, instead),
      ),
    previewReplan: ({ channelId, ...request }) =>
      turns.add(async () => logChanger.preview(await source.requireChannel(channelId), request)),
    replanLog: ({ channelId, ...request }) =>
      turns.add(async () => {
        const replanned = await logChanger.replan(await source.requireChannel(channelId), request);
        depths.noteLog(channelId);
        return replanned;
      }),
    changeBreakItem: ({ channelId, ...request }) =>
      turns.add(async () => {
        const channel = await source.requireChannel(channelId);
        const changed = await logChanger.changeItem(channel, request);
        depths.noteLog(channelId);
        return changed;
      }),
    extendLogBlocks: (channelId, blocks) =>
      extendByHand(channelId, (channel, tail) => log.extendBy(channel, tail, blocks)),
    extendLogDays: (channelId, days) =>
      extendByHand(channelId, (channel, tail) => log.extendByDays(channel, tail, days)),
    start: evaluations.start,
    stop: evaluations.stop,
  };
}
