import { targetDurationSeconds, type HouseFormat } from '#shared/model/house-format.ts';
import { MS_PER_MINUTE, MS_PER_SECOND, type EpochMs } from '#shared/time/units.ts';

import type { ChannelTimeline } from './channel-timeline.ts';

/** How far beyond the clock segments are published: three target durations (docs/evidence.md §5). */
export function publishAheadMs(format: HouseFormat): number {
  return 3 * targetDurationSeconds(format) * MS_PER_SECOND;
}

/** Media sequence numbers `[from, to)`. */
export interface PublishedRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The published numbers at `now`, a function of the log, the clock and where the session began: segments whose end is
 * not later than now plus the publish-ahead, from the start of the DVR window or of the session, whichever is later.
 * Numbers never go back while `now` goes forward; the segment on the air is always published. `null` without log.
 */
export function publishedRange(
  timeline: ChannelTimeline,
  options: {
    readonly now: EpochMs;
    readonly format: HouseFormat;
    readonly sessionFromMediaSequence: number;
    readonly dvrWindowMinutes: number;
  },
): PublishedRange | null {
  const { now } = options;
  const onAir = timeline.placeAt(now);
  if (!onAir) return null;
  const oldest =
    timeline.placeAt(now - options.dvrWindowMinutes * MS_PER_MINUTE)?.mediaSequence ??
    timeline.blocks[0]?.firstMediaSequence ??
    onAir.mediaSequence;
  const from = Math.max(oldest, options.sessionFromMediaSequence);
  const edgeAt = now + publishAheadMs(options.format);
  let to = onAir.mediaSequence + 1;
  for (;;) {
    const next = timeline.place(to);
    if (!next || next.endAt > edgeAt) break;
    to += 1;
  }
  return { from: Math.min(from, onAir.mediaSequence), to };
}
