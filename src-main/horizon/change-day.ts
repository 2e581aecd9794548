import { randomUUID } from 'node:crypto';

import type { MasterClock } from '#main/clock/master-clock.ts';
import { invalidInput, notFound } from '#shared/errors/app-error.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { DayChange, OverrideImpact } from '#shared/model/override.ts';
import type { Pin } from '#shared/model/pin.ts';
import type { Finding } from '#shared/model/finding.ts';
import type { OverrideRecord, ScheduleDay } from '#shared/model/schedule-day.ts';
import { encoresLeftBehind } from '#shared/planning/resolve/encores-left-behind.ts';
import { identifyDay, type ResolvedDay } from '#shared/planning/resolve/finish-day.ts';
import { overrideDay, requireUnlocked } from '#shared/planning/revise/override-day.ts';
import { impactOf } from '#shared/planning/revise/override-impact.ts';
import { describePin, isPinOn } from '#shared/planning/plan/pins.ts';
import { everyDay } from '#shared/planning/plan/plan-matching.ts';
import { rebalanceDay } from '#shared/planning/revise/rebalance-day.ts';
import { withPin, withPlans, type HeldPlan } from '#shared/planning/plan/rows-of.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { revertDay } from '#shared/planning/revise/revert-day.ts';
import type { DayStart } from '#shared/planning/revise/what-if.ts';
import { instantOfOffset } from '#shared/time/broadcast-day.ts';
import type { EpochMs } from '#shared/time/units.ts';
import { addDays } from '#shared/time/zone.ts';
import type { HorizonStore } from './horizon-store.ts';
import { needOfApproval, requireOwnClock, startOfDay, withGeneration } from './day-succession.ts';
import { createContentMeter } from './content-meter.ts';
import type { LockWindow } from './lock-window.ts';
import type { PlanningSource } from './planning-source.ts';
import { createRemakingInputs, type LockedRemakingInput } from './remaking-input.ts';
import type { LogReplanner } from './replan-log.ts';
import { crossingAiring } from './crossing-airing.ts';

/** A changed day with what the change does. */
export interface ChangedDay {
  readonly day: ScheduleDay;
  readonly impact: OverrideImpact;
  readonly findings: Finding[];
}

/** A change with what it is made for. */
export interface WantedChange {
  readonly change: DayChange;
  readonly reason: string;
  /** It may reach into the locked log, up to what may be published by now. */
  readonly unlock: boolean;
}

/** Changes frozen days by hand: load, override, save. */
export interface DayChanger {
  /** What the change would do; `conflict` for a plan or pin where the channel's clock was changed since. Writes nothing. */
  preview(channel: Channel, live: ScheduleDay, request: WantedChange): Promise<ChangedDay>;
  /** Stores the record of the change and, after it and with it, the day that it makes and the log of that day. */
  commit(
    channel: Channel,
    live: ScheduleDay,
    request: WantedChange,
  ): Promise<ChangedDay & { readonly record: OverrideRecord; readonly isLogRemade: boolean }>;
}

export function createDayChanger(
  store: HorizonStore,
  clock: MasterClock,
  source: PlanningSource,
  locks: LockWindow,
  replanner: LogReplanner,
): DayChanger {
  const inputOf = createRemakingInputs(store, source, locks);

  async function make(
    channel: Channel,
    live: ScheduleDay,
    { change, reason, unlock }: WantedChange,
  ): Promise<{ day: ResolvedDay; findings: Finding[]; lockedUntil: EpochMs }> {
    const { channelId, broadcastDate } = live;
    const input = await inputOf(channel, live, reason, unlock);
    const { lockedUntil } = input;
    const startOf = () => startOfDay(store, channelId, broadcastDate, input.planned);
    switch (change.type) {
      case 'plan': {
        requireOwnClock(channel, live);
        const plan = input.planned.plans.find(({ id }) => id === change.planId);
        if (!plan) throw notFound('plan', change.planId);
        return { ...fromPlan(input, await startOf(), everyDay(plan)), lockedUntil };
      }
      case 'pin':
        requireOwnClock(channel, live);
        return { ...resolvedWithPin(input, await startOf(), change.pin), lockedUntil };
      case 'revert': {
        const generations = await store.days.generations(channelId, broadcastDate);
        const target = generations.find(({ generation }) => generation === change.generation);
        if (!target) throw notFound('generation', String(change.generation));
        const day = revertDay({ ...input, target: target.day });
        return { day, findings: [], lockedUntil };
      }
      case 'rebalance':
        return { day: rebalanceDay(input), findings: [], lockedUntil };
      default: {
        const contentBefore = await createContentMeter(store, input);
        const day = overrideDay({ ...input, edit: change, contentBefore });
        return { day, findings: [], lockedUntil };
      }
    }
  }

  async function laterFrozenDates(live: ScheduleDay): Promise<string[]> {
    const from = addDays(live.broadcastDate, 1);
    const later = await store.days.outlines({ channelId: live.channelId, from });
    return later.map(({ broadcastDate }) => broadcastDate);
  }

  async function prepare(channel: Channel, live: ScheduleDay, request: WantedChange) {
    const { day, findings: made, lockedUntil } = await make(channel, live, request);
    const findings = [...made, ...encoresLeftBehind(day, channel.timezone)];
    const generations = await store.days.generations(live.channelId, live.broadcastDate);
    const now = clock.nowAt();
    const need = needOfApproval(channel, day, live.startAt > now);
    const frozen = withGeneration({ ...day, frozenAt: now, ...need }, generations.length);
    const log = await replanner.prepare(channel, {
      keptUntil: lockedUntil,
      keepsHandChanges: true,
      days: [frozen],
    });
    const impact: OverrideImpact = {
      ...impactOf(live, day, await laterFrozenDates(live)),
      ...(request.unlock && log ? { relockedBlocks: log.goes.map(({ id }) => id) } : {}),
    };
    return { changed: { day: frozen, impact, findings }, log };
  }

  return {
    preview: async (channel, live, request) => (await prepare(channel, live, request)).changed,
    async commit(channel, live, request) {
      const { changed, log } = await prepare(channel, live, request);
      const { reason, change } = request;
      const made = { reason, change, createdAt: clock.nowAt() };
      const record: OverrideRecord = {
        id: randomUUID(),
        layer: 'schedule-day',
        targetId: live.id,
        ...made,
      };
      const firstGoing = log?.goes[0];
      const logRecord: OverrideRecord | null =
        request.unlock && firstGoing
          ? { id: randomUUID(), layer: 'log', targetId: firstGoing.id, ...made }
          : null;
      await replanner.commit(channel, log, logRecord, (inner) =>
        inner.days.supersede(changed.day, record),
      );
      return { ...changed, record, isLogRemade: firstGoing !== undefined };
    },
  };
}

/** The day with a pin: what ends before it stays, the rest is resolved again with the plans and pins of today. */
function resolvedWithPin(
  input: LockedRemakingInput,
  start: DayStart,
  pin: Pin,
): { day: ResolvedDay; findings: Finding[] } {
  const { channel, day: live, planned, catalog, lockedUntil, isNextDayFrozen } = input;
  const date = live.broadcastDate;
  if (pin.channelId !== live.channelId || !isPinOn(pin, date)) {
    throw invalidInput(
      'pin',
      `The pin ${describePin(pin)} is not for ${date} on this channel.`,
      'Choose a date and channel of the pin.',
    );
  }
  const pinAt = instantOfOffset(channel, date, pin.startOffsetMinutes);
  requireUnlocked(input, pinAt);
  const crossing = crossingAiring(live);
  const { day, findings } = resolveDay({
    channel,
    catalog,
    date,
    ...start,
    planned: withPin(planned, pin),
    protectedAirings: live.airings.filter(
      ({ startAt, endAt }) => endAt <= pinAt || startAt < lockedUntil,
    ),
    frozenTail: isNextDayFrozen ? { crossing } : null,
  });
  const isManualOverride = live.isManualOverride;
  const planId = isManualOverride ? null : day.planId;
  return { day: identifyDay(day, planId, isManualOverride), findings: [...findings] };
}

/** What is free of the day resolved from one plan alone, on whatever dates it is in force. */
function fromPlan(
  input: LockedRemakingInput,
  start: DayStart,
  plan: HeldPlan,
): { day: ResolvedDay; findings: Finding[] } {
  const { channel, day: live, catalog, planned, lockedUntil, isNextDayFrozen } = input;
  requireUnlocked(input, live.airings.at(-1)?.startAt ?? live.startAt);
  const crossing = crossingAiring(live);
  const { day, findings } = resolveDay({
    channel,
    catalog,
    date: live.broadcastDate,
    ...start,
    planned: withPlans(planned, [plan]),
    protectedAirings: live.airings.filter(({ startAt }) => startAt < lockedUntil),
    frozenTail: isNextDayFrozen ? { crossing } : null,
  });
  return { day: identifyDay(day, null, true), findings: [...findings] };
}
