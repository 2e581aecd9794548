import { randomUUID } from 'node:crypto';

import type { MasterClock } from '#main/clock/master-clock.ts';
import { AppError, invalidInput, notFound } from '#shared/errors/app-error.ts';
import { changeBreakItem } from '#shared/log/change-break-item.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import type { LogBlock, LogBlockChange } from '#shared/model/log.ts';
import type { BreakItemChange } from '#shared/model/override.ts';
import type { OverrideRecord } from '#shared/model/schedule-day.ts';
import { canonicalJson } from '#shared/model/seed.ts';
import type { Catalog } from '#shared/planning/choose/catalog.ts';
import type { EpochMs } from '#shared/time/units.ts';
import { formatInstant } from '#shared/time/zone.ts';
import type { HorizonStore } from './horizon-store.ts';
import type { LockWindow } from './lock-window.ts';
import type { PlanningSource } from './planning-source.ts';
import type { LogReplanner } from './replan-log.ts';

/** Which part of the log is to be made anew. */
export interface LogReplanRequest {
  readonly channelId: ChannelId;
  /** Half-open; `null`: from where it is not locked, to its end. */
  readonly startAt: EpochMs | null;
  readonly endAt: EpochMs | null;
  readonly keepsHandChanges: boolean;
}

export interface ReplannedLog {
  /** Nothing before this changes. */
  readonly lockedUntil: EpochMs;
  readonly changes: readonly LogBlockChange[];
}

export interface BreakItemRequest {
  readonly channelId: ChannelId;
  readonly change: BreakItemChange;
  readonly reason: string;
  readonly unlock: boolean;
}

export interface ChangedBreakItem {
  readonly block: LogBlock;
  readonly record: OverrideRecord;
}

type Request = Omit<LogReplanRequest, 'channelId'>;

/** Changes what is stored of the log and not locked, or unlocked for the purpose. */
export interface LogChanger {
  preview(channel: Channel, request: Request): Promise<ReplannedLog>;
  replan(channel: Channel, request: Request & { readonly reason: string }): Promise<ReplannedLog>;
  /** Makes what is not locked anew when something that it depends on has changed. Answers whether anything was written. */
  follow(channel: Channel): Promise<boolean>;
  changeItem(
    channel: Channel,
    request: Omit<BreakItemRequest, 'channelId'>,
  ): Promise<ChangedBreakItem>;
}

/** What the unlocked part of a log was made from. */
interface Basis {
  readonly catalog: Catalog;
  readonly rest: string;
}

export function createLogChanger(
  store: HorizonStore,
  clock: MasterClock,
  source: PlanningSource,
  locks: LockWindow,
  replanner: LogReplanner,
): LogChanger {
  const bases = new Map<ChannelId, Basis>();

  async function prepare(channel: Channel, { startAt, endAt, keepsHandChanges }: Request) {
    const lockedUntil = await locks.lockedUntil(channel.id);
    const window = { startAt: startAt ?? lockedUntil, endAt: endAt ?? Infinity };
    if (window.endAt <= window.startAt) {
      throw invalidInput('endAt', 'The part ends before it begins.', 'Name a later end.');
    }
    const prepared = await replanner.prepare(channel, {
      keptUntil: lockedUntil,
      window,
      keepsHandChanges,
    });
    return { lockedUntil, prepared };
  }

  /** The rules of the channel and what is to air in the part that is not locked. */
  async function basisOf(channel: Channel, lockedUntil: EpochMs, endAt: EpochMs): Promise<Basis> {
    const airings = await store.days.airingsIn({ startAt: lockedUntil, endAt }, channel.id);
    const content = airings.map(({ id, endAt: to, contentDurationMs }) => [
      id,
      to,
      contentDurationMs,
    ]);
    const rest = canonicalJson([channel.version, content]);
    return { catalog: await source.catalog(), rest };
  }

  return {
    async preview(channel, request) {
      const { lockedUntil, prepared } = await prepare(channel, request);
      return { lockedUntil, changes: prepared?.changes ?? [] };
    },

    async replan(channel, request) {
      const { lockedUntil, prepared } = await prepare(channel, request);
      const first = prepared?.goes[0];
      if (prepared && first) {
        const span = { startAt: first.startAt, endAt: prepared.goes.at(-1)?.endAt ?? first.endAt };
        const record: OverrideRecord = {
          id: randomUUID(),
          layer: 'log',
          targetId: first.id,
          reason: request.reason,
          createdAt: clock.nowAt(),
          change: { type: 'replan', ...span },
        };
        await replanner.commit(channel, prepared, record);
      }
      return { lockedUntil, changes: prepared?.changes ?? [] };
    },

    async follow(channel) {
      const latest = await store.log.latest(channel.id);
      const lockedUntil = latest ? await locks.lockedUntil(channel.id) : 0;
      if (!latest || latest.endAt <= lockedUntil) return false;
      const basis = await basisOf(channel, lockedUntil, latest.endAt);
      const known = bases.get(channel.id);
      if (known?.catalog === basis.catalog && known.rest === basis.rest) return false;
      bases.set(channel.id, basis);
      const prepared = await replanner.prepare(channel, {
        keptUntil: lockedUntil,
        keepsHandChanges: true,
      });
      if (prepared?.fromAt == null) return false;
      await replanner.commit(channel, prepared, null);
      return true;
    },

    async changeItem(channel, { change, reason, unlock }) {
      const stored = await store.log.blockOfEvent(change.eventId);
      if (stored?.channelId !== channel.id) throw notFound('log event', change.eventId);
      const untilAt = unlock ? locks.untouchableUntil() : await locks.lockedUntil(channel.id);
      if (stored.startAt < untilAt) throw locked(untilAt, unlock);
      const events = changeBreakItem(channel, stored, change, await source.catalog(), reason);
      const prepared = await replanner.prepare(channel, {
        keptUntil: stored.startAt,
        keepsHandChanges: true,
        window: { startAt: 0, endAt: 0 },
        instead: { startAt: stored.startAt, events },
      });
      const record: OverrideRecord = {
        id: randomUUID(),
        layer: 'log',
        targetId: stored.id,
        reason,
        change,
        createdAt: clock.nowAt(),
      };
      await replanner.commit(channel, prepared, record);
      const block = prepared?.blocks[0] ?? stored;
      return { block, record };
    },
  };
}

function locked(untilAt: EpochMs, isUnlocked: boolean): AppError {
  return new AppError('day-frozen', `The log is locked until ${formatInstant(untilAt)}.`, {
    field: 'eventId',
    lockedUntil: untilAt,
    remedy: isUnlocked
      ? 'Change something later; this may have been published.'
      : 'Unlock it for the change, or change something later.',
  });
}
