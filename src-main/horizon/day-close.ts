import type { MasterClock } from '#main/clock/master-clock.ts';
import { reconcileBlocks, sumFrames } from '#shared/log/reconcile.ts';
import type { AsRunRecord } from '#shared/model/as-run.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import type { DayReconciliation } from '#shared/model/reconciliation.ts';
import { broadcastDateAt, broadcastDayWindow } from '#shared/time/broadcast-day.ts';
import type { Interval } from '#shared/time/interval.ts';
import { MS_PER_HOUR, MS_PER_MINUTE, type EpochMs, type IsoDate } from '#shared/time/units.ts';
import { addDays, datesBetween } from '#shared/time/zone.ts';
import type { HorizonStore } from './horizon-store.ts';

/** As-run of a day's last rows is written by then. */
const CLOSED_AFTER_MS = MS_PER_MINUTE;
/**
 * What the air recorded may come late: it was kept beside the file while that was locked, or is written when the station is on
 * again. It is waited for so long; what has not come by then never will.
 */
const LONGEST_WAIT_MS = MS_PER_HOUR;
/** Days that ended while the station was off are closed as far back as this. */
const MOST_DAYS_BACK = 7;
const ROWS_AT_ONCE = 5_000;

/** Ends broadcast days: what was planned is held against as-run, and the sums are kept. */
export interface DayClose {
  /** A day as it stands, closed or not. */
  reconcile(channel: Channel, date: IsoDate): Promise<DayReconciliation>;
  /**
   * Closes every day that is over, with what of it runs on into the next, of which all as-run has come in, and that has not been
   * closed. Answers which.
   */
  closeDue(channel: Channel): Promise<IsoDate[]>;
}

export function createDayClose(store: HorizonStore, clock: MasterClock): DayClose {
  /** Every day up to this one is closed. */
  const closedThrough = new Map<ChannelId, IsoDate>();
  /** Since when the as-run of a day that is over is waited for. */
  const waitsSince = new Map<string, EpochMs>();

  /** Whether as-run, which is written in order of time, has come to the end of the day, or is not waited for any more. */
  async function isRecorded(channelId: ChannelId, date: IsoDate, endAt: EpochMs): Promise<boolean> {
    const key = `${channelId} ${date}`;
    const last = await store.asRun.last(channelId);
    const since = waitsSince.get(key) ?? clock.nowAt();
    const isIn = last !== null && last.startedAt + last.durationMs >= endAt;
    if (isIn || clock.nowAt() - since >= LONGEST_WAIT_MS) {
      waitsSince.delete(key);
      return true;
    }
    waitsSince.set(key, since);
    return false;
  }

  async function recordsIn(channelId: ChannelId, window: Interval): Promise<AsRunRecord[]> {
    const records: AsRunRecord[] = [];
    for (;;) {
      const afterId = records.at(-1)?.id ?? 0;
      const page = await store.asRun.list({ channelId, ...window, afterId, limit: ROWS_AT_ONCE });
      records.push(...page);
      if (page.length < ROWS_AT_ONCE) return records;
    }
  }

  /** From the first to the last of what a day airs; a frozen one keeps the clock by which it was made. */
  async function windowOf(channel: Channel, date: IsoDate): Promise<Interval> {
    const day = await store.days.get(channel.id, date);
    if (day === null) return broadcastDayWindow(channel, date);
    return {
      startAt: day.airings[0]?.startAt ?? day.startAt,
      endAt: day.carryOut.occupiedUntil ?? day.endAt,
    };
  }

  /** Of the day's own blocks, also of the one that runs on into the next day. */
  async function reconcile(channel: Channel, date: IsoDate): Promise<DayReconciliation> {
    const window = await windowOf(channel, date);
    const touching = await store.log.blocksIn(channel.id, window);
    const blocks = touching.filter(({ broadcastDate }) => broadcastDate === date);
    const records = await recordsIn(channel.id, window);
    const reconciled = reconcileBlocks(blocks, records, clock.nowAt());
    return {
      channelId: channel.id,
      date,
      closedAt: await store.dayCloses.closedAt(channel.id, date),
      frames: sumFrames(reconciled.map(({ frames }) => frames)),
      blocks: reconciled,
    };
  }

  return {
    reconcile,
    async closeDue(channel) {
      const now = clock.nowAt();
      const last = addDays(broadcastDateAt(channel, now - CLOSED_AFTER_MS), -1);
      if (closedThrough.get(channel.id) === last) return [];
      const closed: IsoDate[] = [];
      let isAllOver = true;
      for (const date of datesBetween(addDays(last, 1 - MOST_DAYS_BACK), last)) {
        if ((await store.dayCloses.closedAt(channel.id, date)) !== null) continue;
        const day = await store.days.get(channel.id, date);
        if (day === null) continue;
        const endAt = day.carryOut.occupiedUntil ?? day.endAt;
        const isOver = endAt <= now - CLOSED_AFTER_MS;
        if (!isOver || !(await isRecorded(channel.id, date, endAt))) {
          isAllOver = false;
          continue;
        }
        const { frames } = await reconcile(channel, date);
        await store.dayCloses.insert({ channelId: channel.id, date, closedAt: now, frames });
        closed.push(date);
      }
      if (isAllOver) closedThrough.set(channel.id, last);
      return closed;
    },
  };
}
