import { targetDurationSeconds } from '#shared/model/house-format.ts';
import type { EpochMs } from '#shared/time/units.ts';

import type { ChannelTimeline, SegmentPlace } from './channel-timeline.ts';
import { publishedRange, type PublishingOptions } from './playlist-window.ts';

/** A published segment as a playlist lists it. */
export interface ListedSegment {
  readonly mediaSequence: number;
  readonly durationSeconds: number;
  readonly startAt: EpochMs;
  readonly isDiscontinuity: boolean;
}

/** A programme that the listed segments touch. */
export interface ProgrammeRange {
  readonly id: string;
  readonly startAt: EpochMs;
  readonly endAt: EpochMs;
  readonly title: string;
}

/** What the playlist of a channel says at one moment. */
export interface LivePlaylist {
  readonly targetDurationSeconds: number;
  readonly mediaSequence: number;
  readonly discontinuitySequence: number;
  readonly segments: readonly ListedSegment[];
  readonly dateRanges: readonly ProgrammeRange[];
}

/** The playlist of a log at an instant; `null` where there is no log. */
export function livePlaylist(
  timeline: ChannelTimeline,
  options: PublishingOptions,
): LivePlaylist | null {
  const range = publishedRange(timeline, options);
  const places = range ? timeline.range(range.from, range.to) : [];
  const first = places[0];
  if (!first) return null;
  return {
    targetDurationSeconds: targetDurationSeconds(timeline.look.format),
    mediaSequence: first.mediaSequence,
    discontinuitySequence: first.discontinuitySequence,
    segments: places.map((place, index) => {
      const before = places[index - 1];
      return {
        mediaSequence: place.mediaSequence,
        durationSeconds: place.durationSeconds,
        startAt: place.startAt,
        isDiscontinuity:
          before !== undefined && before.discontinuitySequence !== place.discontinuitySequence,
      };
    }),
    dateRanges: dateRangesOf(places),
  };
}

function dateRangesOf(places: readonly SegmentPlace[]): ProgrammeRange[] {
  const ranges = new Map<string, ProgrammeRange>();
  for (const { block } of places) {
    if (ranges.has(block.airingId)) continue;
    const act = block.events.find((event) => event.kind === 'act') ?? block.events[0];
    ranges.set(block.airingId, {
      id: block.airingId,
      startAt: block.startAt,
      endAt: block.endAt,
      title: act?.title ?? '',
    });
  }
  return [...ranges.values()];
}
