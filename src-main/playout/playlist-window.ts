import { targetDurationSeconds, type HouseFormat } from '#shared/model/house-format.ts';
import { MS_PER_MINUTE, MS_PER_SECOND, type EpochMs } from '#shared/time/units.ts';

import type { ChannelTimeline, SegmentPlace } from './channel-timeline.ts';

/** How far beyond the clock segments are published: three target durations (playout-evidence.md §3.6). */
export function publishAheadMs(format: HouseFormat): number {
  return 3 * targetDurationSeconds(format) * MS_PER_SECOND;
}

/** What a playlist lists at an instant. */
export interface PlaylistWindow {
  /** Contiguous numbers, oldest first. */
  readonly places: readonly SegmentPlace[];
}

/**
 * The published segments at `now`, a function of the log, the clock and where the session began: those whose end is
 * not later than now plus the publish-ahead, from the start of the DVR window or of the session, whichever is later.
 * Numbers never go back while `now` goes forward; the segment on the air is always listed.
 */
export function playlistWindow(
  timeline: ChannelTimeline,
  options: {
    readonly now: EpochMs;
    readonly format: HouseFormat;
    readonly sessionFromMediaSequence: number;
    readonly dvrWindowMinutes: number;
  },
): PlaylistWindow {
  const { now } = options;
  const onAir = timeline.placeAt(now);
  if (!onAir) return { places: [] };
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
  return { places: timeline.range(Math.min(from, onAir.mediaSequence), to) };
}
