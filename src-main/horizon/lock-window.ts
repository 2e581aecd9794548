import type { MasterClock } from '#main/clock/master-clock.ts';
import type { Store } from '#main/store/store.ts';
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
  /** The instant before which nothing may change at all. */
  untouchableUntil(): EpochMs;
}

/** `hours`: how much of the log is locked from now on; `null`: all of it. */
export function createLockWindow(
  store: Store,
  clock: MasterClock,
  hours: () => Promise<number | null>,
): LockWindow {
  return {
    async lockedUntil(channelId) {
      const now = clock.nowAt();
      const latest = await store.log.latest(channelId);
      if (!latest) return now;
      const windowHours = await hours();
      const windowEndAt = windowHours === null ? Infinity : now + windowHours * MS_PER_HOUR;
      if (latest.startAt < windowEndAt) return Math.max(now, latest.endAt);
      const around = { startAt: windowEndAt - 1, endAt: windowEndAt };
      const blocks = await store.log.blocksIn(channelId, around);
      return blocks.at(-1)?.endAt ?? windowEndAt;
    },
    untouchableUntil: () => clock.nowAt() + PUBLISHED_AHEAD_MS,
  };
}
