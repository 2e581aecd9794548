import { setImmediate } from 'node:timers/promises';

import type { MasterClock } from '#main/clock/master-clock.ts';
import type { Store } from '#main/store/store.ts';
import type { HorizonReport } from '#shared/contract/station.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { ChannelId, ScheduleDayId } from '#shared/model/ids.ts';
import type { PlanningWarning } from '#shared/model/incident.ts';
import type { LogBlock } from '#shared/model/log.ts';
import type { DayChange } from '#shared/model/override.ts';
import type { Plan } from '#shared/model/plan.ts';
import type { OverrideRecord, ScheduleDay } from '#shared/model/schedule-day.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { DayDifference } from '#shared/contract/plan.ts';
import { broadcastDateAt } from '#shared/time/broadcast-day.ts';
import { MS_PER_HOUR, MS_PER_SECOND, type EpochMs, type IsoDate } from '#shared/time/units.ts';
import { addDays, datesBetween } from '#shared/time/zone.ts';
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
import { createLockWindow } from './lock-window.ts';
import { changedMeanwhile, dayFrozen, faultOf, faultWarning, toError } from './planning-faults.ts';
import { createLogReplanner } from './replan-log.ts';
import { createLogPlanner, tailOfBlock, type LogTail, type SequenceMark } from './plan-log.ts';
import { createPlanningSource } from './planning-source.ts';
import { createTaskQueue } from './task-queue.ts';
import { createAheadWatch } from './watch-ahead.ts';
import { createWhatIf, type WhatIfRequest } from './what-if.ts';

const EVALUATION_PERIOD_MS = 10 * MS_PER_SECOND;
const MOST_DAYS_PER_EVALUATION = 30;

export interface HorizonDependencies {
  readonly store: Store;
  readonly clock: MasterClock;
  settings(): Promise<Settings>;
  onChange(change: { readonly type: 'days' | 'log'; readonly channelId: ChannelId }): void;
  /** Told of a planning fault when it appears, not again while it lasts. */
  onFault?(channelId: ChannelId, fault: unknown): void;
  readonly mediaSequenceMark?: SequenceMark;
}

/** The one place that plans (domain.md §9). Everything else reads what it has stored. */
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

/** What is known of a channel's depth without asking the store again. */
interface Depth {
  /** Every day from today to this one is frozen. */
  frozenThrough: IsoDate | null;
  scheduleUntil: EpochMs | null;
  tail: LogTail | null;
  isTailKnown: boolean;
  lastEvaluatedAt: EpochMs | null;
  lastExtendedAt: EpochMs | null;
  fault: string | null;
  /** What runs out in the days ahead. */
  warnings: readonly PlanningWarning[];
  /** What was recorded last, so that nothing is written while nothing changes. */
  recorded: string;
}

export function createHorizon(dependencies: HorizonDependencies): Horizon {
  const { store, clock } = dependencies;
  const source = createPlanningSource(store);
  const locks = createLockWindow(
    store,
    clock,
    async () => (await dependencies.settings()).lockedWindowHours,
  );
  const mark = dependencies.mediaSequenceMark ?? null;
  const replanner = createLogReplanner(store, clock, source, mark);
  const logChanger = createLogChanger(store, clock, source, locks, replanner);
  const days = createDayPlanner(store, clock, source, locks);
  const changer = createDayChanger(store, clock, source, locks, replanner);
  const approvals = createDayApprovals(store, clock, source, locks);
  const whatIf = createWhatIf(store, source);
  const watchAhead = createAheadWatch(store, clock, source);
  const log = createLogPlanner(store, clock, source, mark);
  const inTurn = createTaskQueue();
  const depths = new Map<ChannelId, Depth>();
  let cancelTicks: (() => void) | null = null;
  let isEvaluating = false;

  function depthOf(channelId: ChannelId): Depth {
    let depth = depths.get(channelId);
    if (!depth) {
      depth = {
        frozenThrough: null,
        scheduleUntil: null,
        tail: null,
        isTailKnown: false,
        lastEvaluatedAt: null,
        lastExtendedAt: null,
        fault: null,
        warnings: [],
        recorded: '',
      };
      depths.set(channelId, depth);
    }
    return depth;
  }

  /** Freezes every missing day from today to `horizonDays` ahead, in order of date. */
  async function extendDays(channel: Channel, depth: Depth, horizonDays: number): Promise<void> {
    const today = broadcastDateAt(channel, clock.nowAt());
    const goal = addDays(today, horizonDays);
    if (depth.frozenThrough !== null && depth.frozenThrough >= goal) return;
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
        await setImmediate();
      }
      depth.frozenThrough = date;
      depth.scheduleUntil = endAt;
    }
  }

  async function requireDay(channelId: ChannelId, date: IsoDate): Promise<ScheduleDay> {
    const day = await store.days.get(channelId, date);
    if (day) return day;
    throw new AppError('horizon-no-schedule-data', `The day ${date} is not frozen yet.`, {
      field: 'date',
      remedy: 'Change the plan instead, or generate the day first.',
    });
  }

  async function extendLog(channel: Channel, depth: Depth, untilAt: EpochMs): Promise<void> {
    await knowTail(channel.id, depth);
    if (depth.tail !== null && depth.tail.endAt >= untilAt) return;
    noteBlocks(channel.id, depth, await log.extendUntil(channel, depth.tail, untilAt));
    if (depth.tail === null || depth.tail.endAt < untilAt) {
      throw new AppError(
        'horizon-no-schedule-data',
        'The frozen days do not reach as far as the locked log must (INV-HORIZON-EXHAUSTION-PLANNING-FAULT-001).',
        { remedy: 'Lengthen the schedule horizon, or generate the missing day.' },
      );
    }
  }

  async function knowTail(channelId: ChannelId, depth: Depth): Promise<void> {
    if (depth.isTailKnown) return;
    depth.tail = await log.tailOf(channelId);
    depth.isTailKnown = true;
  }

  function noteBlocks(channelId: ChannelId, depth: Depth, blocks: readonly LogBlock[]): void {
    const tail = tailOfBlock(blocks.at(-1));
    if (!tail) return;
    depth.tail = tail;
    depth.lastExtendedAt = clock.nowAt();
    dependencies.onChange({ type: 'log', channelId });
  }

  /** The log may end elsewhere now; the store is asked again. */
  function noteRemade(channelId: ChannelId): void {
    depthOf(channelId).isTailKnown = false;
    dependencies.onChange({ type: 'log', channelId });
  }

  /** What is not locked yet follows what has changed of days, library and rules. */
  async function followChanges(channel: Channel): Promise<void> {
    if (await logChanger.follow(channel)) noteRemade(channel.id);
  }

  async function evaluateChannel(channel: Channel, limits: Settings): Promise<void> {
    const depth = depthOf(channel.id);
    const logUntil = clock.nowAt() + limits.logHorizonHours * MS_PER_HOUR;
    // The log goes on from the days that are frozen, whatever keeps the next day from being planned.
    const faults = [
      await faultOf(() => extendDays(channel, depth, limits.scheduleHorizonDays)),
      await faultOf(() => keepApproved(channel, logUntil)),
      await faultOf(() => followChanges(channel)),
      await faultOf(() => extendLog(channel, depth, logUntil)),
    ].filter((fault) => fault !== null);
    if (faults.length > 0) {
      // What was written before the failure is not known here; the store is asked again next time.
      depth.isTailKnown = false;
      depth.frozenThrough = null;
    }
    const [fault] = faults;
    await recordIncidents(channel, depth, faults);
    if (fault && fault.message !== depth.fault) dependencies.onFault?.(channel.id, fault);
    depth.fault = fault?.message ?? null;
    depth.lastEvaluatedAt = clock.nowAt();
  }

  /** What nobody approved is replaced before it would be locked. */
  async function keepApproved(channel: Channel, untilAt: EpochMs): Promise<void> {
    if (!(await approvals.enforce(channel, untilAt))) return;
    dependencies.onChange({ type: 'days', channelId: channel.id });
  }

  /** Looks ahead and records what is wrong now or will be. Never keeps the channel from going on. */
  async function recordIncidents(
    channel: Channel,
    depth: Depth,
    faults: readonly Error[],
  ): Promise<void> {
    try {
      if (faults.length === 0) {
        depth.warnings = [...(await approvals.warnings(channel)), ...(await watchAhead(channel))];
      }
      const present = [...faults.map(faultWarning), ...depth.warnings];
      const signature = JSON.stringify(present);
      if (signature === depth.recorded) return;
      await store.incidents.sync(channel.id, present, clock.nowAt());
      depth.recorded = signature;
    } catch (fault) {
      dependencies.onFault?.(channel.id, fault);
    }
  }

  async function evaluateAll(): Promise<void> {
    const limits = await dependencies.settings();
    for (const channel of await store.channels.list()) {
      if (!channel.isActive) continue;
      await evaluateChannel(channel, limits);
      await setImmediate();
    }
  }

  function extendByHand(
    channelId: ChannelId,
    extend: (channel: Channel, tail: LogTail | null) => Promise<LogBlock[]>,
  ): Promise<LogBlock[]> {
    return inTurn(async () => {
      const channel = await source.requireChannel(channelId);
      const depth = depthOf(channelId);
      await knowTail(channelId, depth);
      const added = await extend(channel, depth.tail);
      noteBlocks(channelId, depth, added);
      return added;
    });
  }

  function reportOf(channel: Channel, limits: Settings): HorizonReport {
    const depth = depthOf(channel.id);
    const now = clock.nowAt();
    const { scheduleUntil, tail, fault } = depth;
    const logGoalAt = now + limits.logHorizonHours * MS_PER_HOUR - 2 * EVALUATION_PERIOD_MS;
    return {
      channelId: channel.id,
      scheduleUntil,
      logUntil: tail?.endAt ?? null,
      isHealthy: fault === null && scheduleUntil !== null && (tail?.endAt ?? 0) >= logGoalAt,
      lastEvaluatedAt: depth.lastEvaluatedAt,
      lastExtendedAt: depth.lastExtendedAt,
      fault,
      warnings: [...depth.warnings],
    };
  }

  function tick(): void {
    if (isEvaluating) return;
    isEvaluating = true;
    void inTurn(evaluateAll)
      .catch((fault: unknown) => {
        for (const [channelId, depth] of depths) {
          depth.fault = toError(fault).message;
          dependencies.onFault?.(channelId, fault);
        }
      })
      .finally(() => {
        isEvaluating = false;
      });
  }

  return {
    evaluate: () => inTurn(evaluateAll),
    async report() {
      const limits = await dependencies.settings();
      const channels = (await store.channels.list()).filter(({ isActive }) => isActive);
      return channels.map((channel) => reportOf(channel, limits));
    },
    generateDay: ({ channelId, date, force, reason }) =>
      inTurn(async () => {
        const channel = await source.requireChannel(channelId);
        const live = await store.days.get(channelId, date);
        if (live && !force) throw dayFrozen(date);
        const planned = live
          ? await days.regenerate(channel, live, reason)
          : await days.freeze(channel, date);
        depthOf(channelId).frozenThrough = null;
        dependencies.onChange({ type: 'days', channelId });
        await followChanges(channel);
        return planned;
      }),
    whatIf: (request) => inTurn(() => whatIf(request)),
    previewChange: ({ channelId, date, unlock = false, ...wanted }) =>
      inTurn(async () => {
        const channel = await source.requireChannel(channelId);
        const live = await requireDay(channelId, date);
        return changer.preview(channel, live, { ...wanted, unlock });
      }),
    changeDay: ({ channelId, date, baseDayId, unlock = false, ...wanted }) =>
      inTurn(async () => {
        const channel = await source.requireChannel(channelId);
        const live = await requireDay(channelId, date);
        if (baseDayId !== null && live.id !== baseDayId) throw changedMeanwhile(date);
        const changed = await changer.commit(channel, live, { ...wanted, unlock });
        depthOf(channelId).frozenThrough = null;
        dependencies.onChange({ type: 'days', channelId });
        if (changed.isLogRemade) noteRemade(channelId);
        return changed;
      }),
    decideDay: ({ channelId, ...decision }) =>
      inTurn(async () => {
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
      inTurn(async () =>
        days.preview(await source.requireChannel(channelId), date, withDrafts, instead),
      ),
    previewReplan: ({ channelId, ...request }) =>
      inTurn(async () => logChanger.preview(await source.requireChannel(channelId), request)),
    replanLog: ({ channelId, ...request }) =>
      inTurn(async () => {
        const replanned = await logChanger.replan(await source.requireChannel(channelId), request);
        noteRemade(channelId);
        return replanned;
      }),
    changeBreakItem: ({ channelId, ...request }) =>
      inTurn(async () => {
        const channel = await source.requireChannel(channelId);
        const changed = await logChanger.changeItem(channel, request);
        noteRemade(channelId);
        return changed;
      }),
    extendLogBlocks: (channelId, blocks) =>
      extendByHand(channelId, (channel, tail) => log.extendBy(channel, tail, blocks)),
    extendLogDays: (channelId, days) =>
      extendByHand(channelId, (channel, tail) => log.extendByDays(channel, tail, days)),
    async start() {
      await inTurn(evaluateAll);
      cancelTicks ??= clock.every(EVALUATION_PERIOD_MS, tick);
    },
    async stop() {
      cancelTicks?.();
      cancelTicks = null;
      await inTurn(() => Promise.resolve());
    },
  };
}
