import type { LogReader } from '#main/store/repositories/log-port.ts';
import { contentPlannedBefore } from '#shared/log/expand.ts';
import { contentShownBefore } from '#shared/log/redraft.ts';
import type { Airing } from '#shared/model/schedule-day.ts';
import type { RemakingInput } from '#shared/planning/revise/day-remaking.ts';
import type { DurationMs, EpochMs } from '#shared/time/units.ts';

/** Tells how much of an airing has been shown by an instant: by the log where it is stored, else as it would be cut. */
export async function createContentMeter(
  store: { readonly log: LogReader },
  { channel, day, catalog }: Pick<RemakingInput, 'channel' | 'day' | 'catalog'>,
): Promise<(airing: Airing, at: EpochMs) => DurationMs> {
  const stored = await store.log.blocksIn(channel.id, day);
  return (airing, at) => {
    const block = stored.find(({ airingId, startAt }) => {
      return airingId === airing.id && startAt === airing.startAt;
    });
    return block
      ? contentShownBefore(block, at)
      : contentPlannedBefore(channel, catalog, airing, at);
  };
}
