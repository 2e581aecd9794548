import type { MasterClock } from '#main/clock/master-clock.ts';
import type { LogReader } from '#main/store/repositories/log-port.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import { MS_PER_HOUR, MS_PER_SECOND, type EpochMs } from '#shared/time/units.ts';

/** What airs so soon may have been published; not even an unlocked change reaches it. */
const PUBLISHED_AHEAD_MS = 60 * MS_PER_SECOND;

/** Says how far a channel's future is settled. */
export interface LockWindow {
  /**
   * The instant before which nothing of the channel may change without unlocking it: it has aired, or is in the locked part of the
   * log. It is the end of a block.
   */
  lockedUntil(channelId: ChannelId): Promise<EpochMs>;
  /**
   * The instant before which everything has aired or is locked. Where the log does not reach the present, nothing is on the air, and
   * what was to be on it has not been promised to anybody: then it is where the log ended; 0 where there never was one.
   */
  settledUntil(channelId: ChannelId): Promise<EpochMs>;
  /** The instant before which nothing may change at all. */
  untouchableUntil(): EpochMs;
}

/** `hours`: how much of the log is locked from now on; `null`: all of it. */
export function createLockWindow(
  store: { readonly log: LogReader },
  clock: MasterClock,
  hours: () => Promise<number | null>,
): LockWindow {
  async function lockedUntil(channelId: ChannelId): Promise<EpochMs> {
    const now = clock.nowAt();
    const latest = await store.log.latest(channelId);
    if (!latest) return now;
    const windowHours = await hours();
    const windowEndAt = windowHours === null ? Infinity : now + windowHours * MS_PER_HOUR;
    if (latest.startAt < windowEndAt) return Math.max(now, latest.endAt);
    const around = { startAt: windowEndAt - 1, endAt: windowEndAt };
    const blocks = await store.log.blocksIn(channelId, around);
    return blocks.at(-1)?.endAt ?? windowEndAt;
  }

  return {
    lockedUntil,
    async settledUntil(channelId) {
      const latest = await store.log.latest(channelId);
      if (!latest) return 0;
      return latest.endAt <= clock.nowAt() ? latest.endAt : lockedUntil(channelId);
    },
    untouchableUntil: () => clock.nowAt() + PUBLISHED_AHEAD_MS,
  };
}
