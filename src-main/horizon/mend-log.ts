import { randomUUID } from 'node:crypto';

import type { MasterClock } from '#main/clock/master-clock.ts';
import type { BlockOutline } from '#main/store/repositories/log-port.ts';
import { renumberBlocks } from '#shared/log/renumber.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import type { OverrideRecord } from '#shared/model/schedule-day.ts';
import type { EpochMs } from '#shared/time/units.ts';
import type { HorizonStore } from './horizon-store.ts';
import type { LogTail } from './plan-log.ts';
import { writeNumbered, type SequenceMark } from './sequence-mark.ts';

const NOT_WHOLE = 'There was a hole in the log; it is laid again from the airing on the air.';
const SET_BACK = 'The clock was set back; what is on the air goes on under new numbers.';

/** What is stored of a channel's log at and after an instant. */
export interface LogCoverage {
  /** The blocks without a hole from the one on the air at the instant; none where nothing is on the air. */
  readonly run: readonly BlockOutline[];
  /** Whatever is stored after a hole. */
  readonly beyond: readonly BlockOutline[];
}

/** Looks at blocks that end after the instant, in order. Pure. */
export function coverageAt(blocks: readonly BlockOutline[], at: EpochMs): LogCoverage {
  let runEndAt = at;
  const hole = blocks.findIndex((block, index) => {
    const follows = index === 0 ? block.startAt <= at : block.startAt === runEndAt;
    runEndAt = block.endAt;
    return !follows;
  });
  const end = hole === -1 ? blocks.length : hole;
  return { run: blocks.slice(0, end), beyond: blocks.slice(end) };
}

/** Keeps stored logs whole from now on. */
export interface LogMender {
  /** The end of the log as far as it has no hole from now on; where nothing is on the air, of what lies before. */
  tailOf(channelId: ChannelId): Promise<LogTail | null>;
  /**
   * Where the log has a hole from now on, or the clock was set back, lays it again from the airing on the air: the same blocks as
   * far as they follow each other, under numbers that nobody has seen. What lay behind the hole goes, with a record, and is locked
   * anew in its turn. Answers whether anything was written.
   */
  mend(channel: Channel, wasSetBack: boolean): Promise<boolean>;
}

export function createLogMender(
  store: HorizonStore,
  clock: MasterClock,
  mark: SequenceMark | null,
): LogMender {
  async function coverage(channelId: ChannelId, at: EpochMs): Promise<LogCoverage> {
    return coverageAt(await store.log.outlinesIn(channelId, { startAt: at, endAt: Infinity }), at);
  }

  return {
    async tailOf(channelId) {
      const now = clock.nowAt();
      const { run, beyond } = await coverage(channelId, now);
      const last = run.at(-1);
      if (last) return tailOf(last);
      const before = beyond[0]
        ? (await store.log.outlinesIn(channelId, { startAt: -Infinity, endAt: now })).at(-1)
        : await store.log.latest(channelId);
      return before ? tailOf(before) : null;
    },

    async mend(channel, wasSetBack) {
      const now = clock.nowAt();
      const { run, beyond } = await coverage(channel.id, now);
      const [first] = [...run, ...beyond];
      if (!first || (beyond.length === 0 && !wasSetBack)) return false;
      const last = beyond.at(-1) ?? run.at(-1) ?? first;
      const next = Math.max(tailOf(last).nextMediaSequence, mark?.nextAfter(channel.id) ?? 0);
      const stored = await store.log.blocksIn(channel.id, { startAt: now, endAt: last.endAt });
      const laid = renumberBlocks(stored.slice(0, run.length), next);
      const record: OverrideRecord = {
        id: randomUUID(),
        layer: 'log',
        targetId: first.id,
        createdAt: now,
        reason: wasSetBack ? SET_BACK : NOT_WHOLE,
        change: { type: 'replan', startAt: first.startAt, endAt: last.endAt },
      };
      const end = laid.at(-1);
      await writeNumbered(mark, channel.id, end ? tailOf(end).nextMediaSequence : null, () =>
        store.durable((inner) => inner.log.replaceFrom(channel.id, first.startAt, laid, record)),
      );
      return true;
    },
  };
}

function tailOf(
  block: Pick<BlockOutline, 'endAt' | 'firstMediaSequence' | 'mediaSegmentCount'>,
): LogTail {
  return {
    endAt: block.endAt,
    nextMediaSequence: block.firstMediaSequence + block.mediaSegmentCount,
  };
}
