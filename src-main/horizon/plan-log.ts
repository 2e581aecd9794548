import type { MasterClock } from '#main/clock/master-clock.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { expandAirings } from '#shared/log/expand.ts';
import { lockBlocks } from '#shared/log/lock.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { LogBlock } from '#shared/model/log.ts';
import type { Airing } from '#shared/model/schedule-day.ts';
import {
  broadcastDateAt,
  broadcastDayStart,
  broadcastDayWindow,
} from '#shared/time/broadcast-day.ts';
import { fittingGrid } from '#shared/time/fitting-grid.ts';
import { MS_PER_HOUR, type EpochMs } from '#shared/time/units.ts';
import { addDays } from '#shared/time/zone.ts';
import { historyStartFor } from '#shared/traffic/gates.ts';
import { historyOf } from '#shared/traffic/play-history.ts';
import type { HorizonStore } from './horizon-store.ts';
import { beforeUnapproved } from './approved-airings.ts';
import type { PlanningSource } from './planning-source.ts';
import { writeNumbered, type SequenceMark } from './sequence-mark.ts';
import { upToHole } from '#shared/time/interval.ts';

/** How far a request for so many blocks looks for frozen airings. */
const FARTHEST_MS = 31 * 24 * MS_PER_HOUR;

/** The end of a channel's locked log. */
export interface LogTail {
  readonly endAt: EpochMs;
  readonly nextMediaSequence: number;
}

/** Extends the locked log of single channels from their frozen days. */
export interface LogPlanner {
  /** Locks from the tail, or from the airing on the air at present, until the log reaches `untilAt`. */
  extendUntil(channel: Channel, tail: LogTail | null, untilAt: EpochMs): Promise<LogBlock[]>;
  /** Locks exactly so many blocks more. `horizon-no-schedule-data`, and nothing locked, when fewer airings are frozen. */
  extendBy(channel: Channel, tail: LogTail | null, count: number): Promise<LogBlock[]>;
  /**
   * Locks what is left of the broadcast day after the tail, and so many whole days in all. `horizon-no-schedule-data`, and
   * nothing locked, when the frozen days do not reach that far.
   */
  extendByDays(channel: Channel, tail: LogTail | null, days: number): Promise<LogBlock[]>;
}

export function createLogPlanner(
  store: HorizonStore,
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
    const after = airings.filter((airing) => airing.startAt >= (tail?.endAt ?? 0));
    const free = await beforeUnapproved(store, channel, after);
    return upToHole(free);
  }

  async function lock(
    channel: Channel,
    tail: LogTail | null,
    airings: readonly Airing[],
  ): Promise<LogBlock[]> {
    const [first] = airings;
    if (!first) return [];
    const window = { startAt: historyStart(channel, first.startAt), endAt: first.startAt };
    const history = historyOf(await store.log.interstitialsIn(channel.id, window));
    const catalog = await source.catalog();
    const blocks = lockBlocks({
      channel,
      drafts: expandAirings({ channel, airings, catalog, history }),
      firstMediaSequence: Math.max(tail?.nextMediaSequence ?? 0, mark?.nextAfter(channel.id) ?? 0),
      lockedAt: clock.nowAt(),
      grid: fittingGrid(
        channel,
        airings.flatMap(({ startAt, endAt }) => [startAt, endAt]),
      ),
    });
    const next = tailOfBlock(blocks.at(-1))?.nextMediaSequence ?? null;
    await writeNumbered(mark, channel.id, next, () =>
      store.durable((durable) => durable.log.append(blocks)),
    );
    return blocks;
  }

  return {
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
          { field: 'blocks', remedy: `${moreDays(channel)}, or ask for fewer blocks.` },
        );
      }
      return lock(channel, tail, airings.slice(0, count));
    },
    async extendByDays(channel, tail, days) {
      const from = Math.max(clock.nowAt(), tail?.endAt ?? 0);
      const lastDate = addDays(broadcastDateAt(channel, from), days - 1);
      const { endAt } = broadcastDayWindow(channel, lastDate);
      const airings = await airingsAfter(channel, tail, endAt);
      if ((airings.at(-1)?.endAt ?? 0) < endAt) {
        throw new AppError(
          'horizon-no-schedule-data',
          `The frozen days after the locked log do not reach to the end of ${lastDate}.`,
          { field: 'days', remedy: `${moreDays(channel)}, or ask for fewer days.` },
        );
      }
      return lock(channel, tail, airings);
    },
  };
}

function moreDays({ requiresApproval }: Channel): string {
  return requiresApproval ? 'Generate and approve later days first' : 'Generate later days first';
}

/** The tail that a block leaves. */
export function tailOfBlock(block: LogBlock | undefined): LogTail | null {
  if (!block) return null;
  const nextMediaSequence = block.firstMediaSequence + block.mediaSegmentCount;
  return { endAt: block.endAt, nextMediaSequence };
}

/** As far back as plays matter to a break at the instant. */
export function historyStart(channel: Channel, at: EpochMs): EpochMs {
  const dayStartAt = broadcastDayStart(channel, broadcastDateAt(channel, at));
  return historyStartFor({ traffic: channel.traffic, startAt: at, dayStartAt });
}
