import type { MasterClock } from '#main/clock/master-clock.ts';
import { replanLog, type LogReplan, type ReplanInput } from '#shared/log/replan.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { LogBlock } from '#shared/model/log.ts';
import type { Airing, OverrideRecord, ScheduleDay } from '#shared/model/schedule-day.ts';
import { fittingGrid } from '#shared/time/fitting-grid.ts';
import { type Interval, upToHole } from '#shared/time/interval.ts';
import type { EpochMs } from '#shared/time/units.ts';
import { historyOf } from '#shared/traffic/play-history.ts';
import type { HorizonStore } from './horizon-store.ts';
import { beforeUnapproved } from './approved-airings.ts';
import { historyStart } from './plan-log.ts';
import type { PlanningSource } from './planning-source.ts';
import { writeNumbered, type SequenceMark } from './sequence-mark.ts';

/** What is to be made anew of a channel's stored log. */
export interface ReplanRequest {
  /** Blocks that start before stay; the one on the air may be cut. */
  readonly keptUntil: EpochMs;
  /** Only blocks that start in here; the whole rest of the log when left out. */
  readonly window?: Interval;
  readonly keepsHandChanges: boolean;
  /** Each stands for the stored version of its date. */
  readonly days?: readonly ScheduleDay[];
  /** Stands for the rows of the block that starts then. */
  readonly instead?: ReplanInput['instead'];
}

/** A stored log that can be made anew. */
export interface PreparedReplan extends LogReplan {
  /** The stored blocks that go. */
  readonly goes: readonly LogBlock[];
}

/** Makes the end of stored logs anew: load, replan, save. */
export interface LogReplanner {
  /** What would be done; `null` where nothing is stored from there on. Writes nothing. */
  prepare(channel: Channel, request: ReplanRequest): Promise<PreparedReplan | null>;
  /**
   * Does it in one transaction, after what `first` does in it. With a record, which is stored first, what goes is kept. Nothing is
   * written where nothing differs and there is nothing to do first.
   */
  commit(
    channel: Channel,
    prepared: PreparedReplan | null,
    record: OverrideRecord | null,
    first?: (store: HorizonStore) => Promise<void>,
  ): Promise<void>;
}

export function createLogReplanner(
  store: HorizonStore,
  clock: MasterClock,
  source: PlanningSource,
  mark: SequenceMark | null,
): LogReplanner {
  async function storedFrom(channel: Channel, fromAt: EpochMs): Promise<LogBlock[]> {
    const latest = await store.log.latest(channel.id);
    if (!latest || latest.endAt <= fromAt) return [];
    const blocks = await store.log.blocksIn(channel.id, { startAt: fromAt, endAt: latest.endAt });
    // What lies before a hole is not followed by what lies after it.
    const hole = blocks.findLastIndex(
      ({ endAt }, index) => index < blocks.length - 1 && blocks[index + 1]?.startAt !== endAt,
    );
    return blocks.slice(hole + 1);
  }

  async function airingsFor(
    channel: Channel,
    { startAt, endAt }: Interval,
    days: readonly ScheduleDay[],
  ): Promise<Airing[]> {
    const stored = await store.days.airingsIn({ startAt, endAt }, channel.id);
    const dates = new Set(days.map(({ broadcastDate }) => broadcastDate));
    const others = stored.filter(({ broadcastDate }) => !dates.has(broadcastDate));
    const airings = [...others, ...days.flatMap((day) => day.airings)]
      .filter((airing) => airing.startAt >= startAt && airing.startAt < endAt)
      .sort((a, b) => a.startAt - b.startAt);
    return beforeUnapproved(store, channel, upToHole(airings));
  }

  return {
    async prepare(channel, { keptUntil, window, keepsHandChanges, days = [], instead }) {
      const blocks = await storedFrom(channel, keptUntil);
      const [first, last] = [blocks[0], blocks.at(-1)];
      if (!first || !last) return null;
      const airings = await airingsFor(
        channel,
        { startAt: first.startAt, endAt: last.endAt },
        days,
      );
      if (airings[0]?.startAt !== first.startAt) return null;
      const before = { startAt: historyStart(channel, first.startAt), endAt: first.startAt };
      const replanned = replanLog({
        channel,
        blocks,
        airings,
        keptUntil,
        keepsHandChanges,
        catalog: await source.catalog(),
        history: historyOf(await store.log.interstitialsIn(channel.id, before)),
        window: window ?? { startAt: first.startAt, endAt: Infinity },
        lockedAt: clock.nowAt(),
        grid: fittingGrid(
          channel,
          airings.flatMap((airing) => [airing.startAt, airing.endAt]),
        ),
        instead,
      });
      const { fromAt } = replanned;
      const goes = fromAt === null ? [] : blocks.filter(({ startAt }) => startAt >= fromAt);
      return { ...replanned, goes };
    },

    async commit(channel, prepared, record, first) {
      const fromAt = prepared?.fromAt ?? null;
      if (fromAt === null && !first) return;
      const [oldTail, newTail] = [prepared?.goes.at(-1), prepared?.blocks.at(-1)];
      const [taken, next] = [numberAfter(oldTail), numberAfter(newTail)];
      await writeNumbered(mark, channel.id, next, () =>
        store.durable(async (inner) => {
          await first?.(inner);
          if (prepared && fromAt !== null) {
            await inner.log.replaceFrom(channel.id, fromAt, prepared.blocks, record);
          }
        }),
      );
      // Numbers after a shorter log were never published, unless the database is older than the mark.
      if (
        next !== null &&
        taken !== null &&
        next < taken &&
        mark?.nextAfter(channel.id) === taken
      ) {
        await mark.giveBack(channel.id, next);
      }
    },
  };
}

function numberAfter(block: LogBlock | undefined): number | null {
  return block ? block.firstMediaSequence + block.mediaSegmentCount : null;
}
