import type { MasterClock } from '#main/clock/master-clock.ts';
import type { Store } from '#main/store/store.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { expandAirings } from '#shared/log/expand.ts';
import { lockBlocks } from '#shared/log/lock.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import type { LogBlock } from '#shared/model/log.ts';
import type { Airing } from '#shared/model/schedule-day.ts';
import { gridFloor, type ChannelTime } from '#shared/time/broadcast-day.ts';
import { MS_PER_HOUR, type EpochMs } from '#shared/time/units.ts';
import type { PlanningSource } from './planning-source.ts';

/** As far back as separation looks for interstitials (the cooldown of traffic). */
const SEPARATION_MS = MS_PER_HOUR;
/** How far a request for so many blocks looks for frozen airings. */
const FARTHEST_MS = 31 * 24 * MS_PER_HOUR;
/** Every grid of every zone lies on it; for days frozen before a channel's clock or grid was changed. */
const QUARTER_HOURS: ChannelTime = { timezone: 'UTC', dayStart: '00:00', gridMinutes: 15 };

/** Numbers that players may have seen although the database does not know (a restored backup). */
export interface SequenceMark {
  nextAfter(channelId: ChannelId): number;
  raise(channelId: ChannelId, next: number): Promise<void>;
}

/** The end of a channel's locked log. */
export interface LogTail {
  readonly endAt: EpochMs;
  readonly nextMediaSequence: number;
}

/** Extends the locked log of single channels from their frozen days. */
export interface LogPlanner {
  /** `null` for a channel without a log. */
  tailOf(channelId: ChannelId): Promise<LogTail | null>;
  /** Locks from the tail, or from the airing on the air at present, until the log reaches `untilAt`. */
  extendUntil(channel: Channel, tail: LogTail | null, untilAt: EpochMs): Promise<LogBlock[]>;
  /** Locks exactly so many blocks more. `horizon-no-schedule-data`, and nothing locked, when fewer airings are frozen. */
  extendBy(channel: Channel, tail: LogTail | null, count: number): Promise<LogBlock[]>;
}

export function createLogPlanner(
  store: Store,
  clock: MasterClock,
  source: PlanningSource,
  mark: SequenceMark | null,
): LogPlanner {
  /** Frozen airings after the tail, up to the first hole between them. */
  async function airingsAfter(
    channel: Channel,
    tail: LogTail | null,
    untilAt: EpochMs,
  ): Promise<Airing[]> {
    const startAt = Math.max(clock.nowAt(), tail?.endAt ?? 0);
    if (startAt >= untilAt) return [];
    const airings = await store.days.airingsIn({ startAt, endAt: untilAt }, channel.id);
    const free = airings.filter((airing) => airing.startAt >= (tail?.endAt ?? 0));
    const hole = free.findIndex((airing, index) => {
      const before = free[index - 1];
      return before !== undefined && before.endAt !== airing.startAt;
    });
    return hole === -1 ? free : free.slice(0, hole);
  }

  async function lock(
    channel: Channel,
    tail: LogTail | null,
    airings: readonly Airing[],
  ): Promise<LogBlock[]> {
    const [first] = airings;
    if (!first) return [];
    const window = { startAt: first.startAt - SEPARATION_MS, endAt: first.startAt };
    const recent = await store.log.interstitialsIn(channel.id, window);
    const history = new Map(recent.map(({ assetId, startAt }) => [assetId, startAt]));
    const catalog = await source.catalog();
    const blocks = lockBlocks({
      channel,
      drafts: expandAirings({ channel, airings, catalog, history }),
      firstMediaSequence: Math.max(tail?.nextMediaSequence ?? 0, mark?.nextAfter(channel.id) ?? 0),
      lockedAt: clock.nowAt(),
      grid: gridOf(channel, airings),
    });
    const next = tailOfBlock(blocks.at(-1));
    // First the mark: should the power fail between the two, numbers are lost, never given out twice.
    if (next) await mark?.raise(channel.id, next.nextMediaSequence);
    await store.durable((durable) => durable.log.append(blocks));
    return blocks;
  }

  return {
    async tailOf(channelId) {
      return tailOfBlock((await store.log.latest(channelId)) ?? undefined);
    },
    async extendUntil(channel, tail, untilAt) {
      return lock(channel, tail, await airingsAfter(channel, tail, untilAt));
    },
    async extendBy(channel, tail, count) {
      const from = Math.max(clock.nowAt(), tail?.endAt ?? 0);
      const airings = await airingsAfter(channel, tail, from + FARTHEST_MS);
      if (airings.length < count) {
        throw new AppError(
          'horizon-no-schedule-data',
          `Only ${String(airings.length)} frozen airings follow the locked log.`,
          { field: 'blocks', remedy: 'Generate later days first, or ask for fewer blocks.' },
        );
      }
      return lock(channel, tail, airings.slice(0, count));
    },
  };
}

/** The tail that a block leaves. */
export function tailOfBlock(block: LogBlock | undefined): LogTail | null {
  if (!block) return null;
  const nextMediaSequence = block.firstMediaSequence + block.mediaSegmentCount;
  return { endAt: block.endAt, nextMediaSequence };
}

/** The grid on which airings that were frozen earlier lie. */
function gridOf(channel: Channel, airings: readonly Airing[]): ChannelTime {
  const isOnGrid = (at: EpochMs): boolean => gridFloor(channel, at) === at;
  const fits = airings.every(({ startAt, endAt }) => isOnGrid(startAt) && isOnGrid(endAt));
  return fits ? channel : QUARTER_HOURS;
}
