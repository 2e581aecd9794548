import { targetDurationSeconds, type HouseFormat } from '#shared/model/house-format.ts';
import { MS_PER_MINUTE, MS_PER_SECOND, type DurationMs, type EpochMs } from '#shared/time/units.ts';

import type { ChannelTimeline } from './channel-timeline.ts';

/** How far beyond the clock segments are published: three target durations (docs/evidence.md §5). */
export function publishAheadMs(format: HouseFormat): number {
  return 3 * targetDurationSeconds(format) * MS_PER_SECOND;
}

/** Media sequence numbers `[from, to)`, without a hole between them. */
export interface PublishedRange {
  readonly from: number;
  readonly to: number;
}

/** What decides, beside the log, which numbers are published. */
export interface PublishingOptions {
  readonly now: EpochMs;
  readonly sessionFromMediaSequence: number;
  readonly dvrWindowMinutes: number;
}

/**
 * The numbers that a playlist lists at `now`, a function of the log, the clock and where the session began: segments
 * whose end is not later than now plus the publish-ahead, from the start of the rewind window or of the session, whichever is
 * later. A playlist tells numbers by position only, so it never spans a hole in them: it begins after the hole once
 * the last segment before it is on the air, which viewers hold by then. Numbers never go back while `now` goes forward. `null` without
 * log.
 */
export function publishedRange(
  timeline: ChannelTimeline,
  options: PublishingOptions,
): PublishedRange | null {
  const onAir = timeline.placeAt(options.now);
  if (!onAir) return null;
  const edgeAt = options.now + publishAheadMs(timeline.look.format);
  const next = timeline.after(onAir);
  const isCrossing =
    next !== null && next.mediaSequence > onAir.mediaSequence + 1 && next.endAt <= edgeAt;
  const head = isCrossing ? next : onAir;
  let to = head.mediaSequence + 1;
  for (;;) {
    const following = timeline.place(to);
    if (!following || following.endAt > edgeAt) break;
    to += 1;
  }
  const from = Math.max(firstPublished(timeline, options), head.runFromMediaSequence);
  return { from: Math.min(from, head.mediaSequence), to };
}

/** A playlist is that old at most when its last segment is asked for: so long what has left the window is still to be had. */
const READ_WITHIN_MS: DurationMs = 60_000;

/** Whether viewers may have the bytes of this number: also of one that a playlist has just left behind. */
export function isPublished(
  timeline: ChannelTimeline,
  options: PublishingOptions,
  mediaSequence: number,
): boolean {
  const onAir = timeline.placeAt(options.now);
  const place = timeline.place(mediaSequence);
  if (!onAir || !place) return false;
  const earlier = { ...options, now: options.now - READ_WITHIN_MS };
  const from = Math.min(firstPublished(timeline, earlier), onAir.mediaSequence);
  const isDue = place.endAt <= options.now + publishAheadMs(timeline.look.format);
  return from <= mediaSequence && (isDue || mediaSequence === onAir.mediaSequence);
}

function firstPublished(timeline: ChannelTimeline, options: PublishingOptions): number {
  const oldest = timeline.firstFrom(options.now - options.dvrWindowMinutes * MS_PER_MINUTE);
  return Math.max(oldest?.mediaSequence ?? 0, options.sessionFromMediaSequence);
}
