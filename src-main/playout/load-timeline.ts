import type { Channel } from '#shared/model/channel.ts';
import type { LogBlock } from '#shared/model/log.ts';
import type { Settings } from '#shared/model/settings.ts';
import { MS_PER_HOUR, MS_PER_MINUTE, type DurationMs, type EpochMs } from '#shared/time/units.ts';

import { createChannelTimeline, type ChannelTimeline } from './channel-timeline.ts';
import type { PlayoutReader } from './ports.ts';

/** Nothing is recorded or shown of what lies further back. */
const FARTHEST_BACK_MS: DurationMs = 24 * MS_PER_HOUR;

/** What of a log is looked at besides the log. */
export interface TimelineOptions {
  readonly now: EpochMs;
  readonly settings: Pick<Settings, 'dvrWindowMinutes' | 'logHorizonHours'>;
  /** How long it is until the log is read again. */
  readonly readAgainMs: DurationMs;
  /** What was read before, `null` at first. */
  readonly known: ChannelTimeline | null;
}

/** Reads the part of a channel's log that playout works on: from the rewind window, or what as-run has not recorded, to its end. */
export async function loadTimeline(
  memory: Pick<PlayoutReader, 'recordedUntil' | 'blocksIn' | 'discontinuitiesUntil'>,
  channel: Channel,
  { now, settings, readAgainMs, known }: TimelineOptions,
): Promise<ChannelTimeline> {
  const dvrStart = now - settings.dvrWindowMinutes * MS_PER_MINUTE - readAgainMs;
  const unrecordedFrom = (await memory.recordedUntil(channel.id)) ?? dvrStart;
  const startAt = Math.max(Math.min(dvrStart, unrecordedFrom), now - FARTHEST_BACK_MS);
  const endAt = now + (settings.logHorizonHours + 24) * MS_PER_HOUR;
  const blocks = await memory.blocksIn(channel.id, { startAt, endAt });
  const before = await discontinuitiesBefore(memory, channel, blocks, known);
  return createChannelTimeline(channel, blocks, before);
}

/** All of the log is looked at once; what has aired does not change afterwards. */
async function discontinuitiesBefore(
  memory: Pick<PlayoutReader, 'discontinuitiesUntil'>,
  { id }: Channel,
  [first]: readonly LogBlock[],
  known: ChannelTimeline | null,
): Promise<number> {
  if (!first) return 0;
  const place = known?.place(first.firstMediaSequence);
  return place?.block.id === first.id
    ? place.discontinuitySequence
    : memory.discontinuitiesUntil(id, first.startAt);
}
