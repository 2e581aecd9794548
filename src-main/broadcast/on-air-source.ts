import type { GuideEntry } from '#shared/model/guide.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import type { Interval } from '#shared/time/interval.ts';
import type { DurationMs, EpochMs } from '#shared/time/units.ts';

import type { FinishedText } from './documents/finished-text.ts';

/** A channel as viewers know it. */
export interface OnAirChannel {
  readonly id: ChannelId;
  readonly slug: string;
  readonly number: number;
  readonly name: string;
}

/** One published media segment. */
export interface PublishedSegment {
  readonly mediaSequence: number;
  readonly durationSeconds: number;
  /** Airtime of the first picture, from the log. */
  readonly startAt: EpochMs;
  /** The timeline or the coding changes in front of this segment (a new house format). */
  readonly isDiscontinuity: boolean;
}

/** A programme as the playlist names it; `[startAt, endAt)`. */
export interface ProgrammeRange extends Interval {
  readonly id: string;
  readonly title: string;
}

/** What the playlist of a channel says at one moment. */
export interface LivePlaylist {
  /** Whole seconds, an upper bound of every segment, constant for the life of the channel. */
  readonly targetDurationSeconds: number;
  /** Number of the first segment listed. */
  readonly mediaSequence: number;
  /** Discontinuities that have left the playlist. */
  readonly discontinuitySequence: number;
  readonly segments: readonly PublishedSegment[];
  readonly dateRanges: readonly ProgrammeRange[];
}

/** When a media segment airs. */
export interface SegmentTiming {
  readonly startAt: EpochMs;
  readonly durationMs: DurationMs;
  /** The number that airs next, usually one more; `null` at the end of the log. */
  readonly nextMediaSequence: number | null;
}

/** What the broadcast server needs of playout: the published timeline, its bytes and the guide. Nothing here plans. */
export interface OnAirSource {
  /** Active channels by number. */
  channels(): readonly OnAirChannel[];
  /** Counts as a sign of life of a viewer of the channel; starts the channel on demand. */
  touch(slug: string, viewerKey: string): void;
  /** `null` for an unknown channel. Throws `horizon-no-schedule-data` where there is no log. */
  playlist(slug: string): LivePlaylist | null;
  /**
   * The bytes of a published media segment, always the same ones. Waits while it is being prepared; a slate stands in
   * at its deadline. `null` when the number is not, or no longer, published.
   */
  segment(slug: string, mediaSequence: number, signal: AbortSignal): Promise<Uint8Array | null>;
  /** The media segment that is on the air now. */
  onAirSequence(slug: string): ({ readonly mediaSequence: number } & SegmentTiming) | null;
  /** When a media segment airs; `null` when the log does not hold it. */
  segmentTiming(slug: string, mediaSequence: number): SegmentTiming | null;
  /** Names what guide and documents say at present: while it stays, they stay. Costs nothing to ask. */
  guideRevision(): string;
  /** Entries of every channel that overlap the window. Throws `horizon-no-schedule-data` beyond the horizon. */
  guide(window: Interval): Promise<GuideEntry[]>;
  /** The guide as an XMLTV document; times in UTC or in each channel's zone. */
  xmltv(times: 'utc' | 'local'): Promise<FinishedText>;
  /** The guide of a channel as an iCalendar document. Throws `horizon-no-schedule-data` when nothing is known of it. */
  icalendar(channelId: ChannelId): Promise<FinishedText>;
}
