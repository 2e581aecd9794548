import type { MasterClock } from '#main/clock/master-clock.ts';
import type {
  LivePlaylist,
  OnAirChannel,
  OnAirSource,
  ProgrammeRange,
  SegmentTiming,
} from '#main/broadcast/on-air-source.ts';
import { finishText, type FinishedText } from '#main/broadcast/documents/finished-text.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { GuideEntry } from '#shared/model/guide.ts';
import { ChannelId } from '#shared/model/ids.ts';
import type { EpochMs } from '#shared/time/units.ts';
import { icalendarDocument } from './whole-documents.ts';

/** A published timeline made up by a test: every channel airs the same segments, one after another, for ever. */
export interface ScriptedTimeline {
  readonly channels: readonly OnAirChannel[];
  /** Airtime of the media segment `firstSequence`. */
  readonly startAt: EpochMs;
  readonly firstSequence: number;
  readonly segmentMs: number;
  readonly targetDurationSeconds: number;
  readonly windowMs: number;
  /** The bytes of a media segment; `null` is one that is not there. */
  readonly bytesOf: (slug: string, mediaSequence: number) => Promise<Uint8Array | null>;
  /** Segments in front of which the timeline is cut. */
  readonly discontinuities?: readonly number[];
  readonly dateRanges?: readonly ProgrammeRange[];
  readonly guide?: readonly GuideEntry[];
  readonly xmltv?: string;
}

export interface ScriptedOnAir extends OnAirSource {
  /** Every sign of life, `slug key`. */
  readonly touches: string[];
  /** Every media segment asked for, `slug/number`. */
  readonly asked: string[];
}

export function scriptedChannel(number: number, slug: string, name: string): OnAirChannel {
  return { id: ChannelId.parse(`channel-${String(number)}`), slug, number, name };
}

/** An entry of a guide with only what a test cares about. */
export function scriptedEntry(
  channel: OnAirChannel,
  fields: { startAt: EpochMs; endAt: EpochMs; title: string } & Partial<GuideEntry>,
): GuideEntry {
  return GuideEntry.parse({
    airingId: `airing-${channel.slug}-${String(fields.startAt)}`,
    channelId: channel.id,
    broadcastDate: '2026-01-01',
    episodeTitle: null,
    seasonNumber: null,
    episodeNumber: null,
    year: null,
    kind: 'episode',
    assetId: 'asset-1',
    contentDurationMs: fields.endAt - fields.startAt,
    displayDuration: null,
    ...fields,
  });
}

/** Publishes ahead by three target durations and keeps the window, as the station does. */
export function createScriptedOnAir(clock: MasterClock, timeline: ScriptedTimeline): ScriptedOnAir {
  const { startAt, firstSequence, segmentMs, targetDurationSeconds, windowMs } = timeline;
  const touches: string[] = [];
  const asked: string[] = [];
  const isKnown = (slug: string): boolean => timeline.channels.some((each) => each.slug === slug);
  const startOf = (number: number): EpochMs => startAt + (number - firstSequence) * segmentMs;
  const timingOf = (number: number): SegmentTiming => ({
    startAt: startOf(number),
    durationMs: segmentMs,
    nextMediaSequence: number + 1,
  });
  const numberAt = (at: EpochMs): number => firstSequence + Math.floor((at - startAt) / segmentMs);

  function published(): { first: number; last: number } {
    const aheadMs = 3 * targetDurationSeconds * 1_000;
    const last = numberAt(clock.nowAt() + aheadMs) - 1;
    return { first: Math.max(firstSequence, numberAt(clock.nowAt() - windowMs)), last };
  }

  function playlist(slug: string): LivePlaylist | null {
    if (!isKnown(slug)) return null;
    const { first, last } = published();
    const cuts = timeline.discontinuities ?? [];
    return {
      targetDurationSeconds,
      mediaSequence: first,
      discontinuitySequence: cuts.filter((cut) => cut < first).length,
      segments: Array.from({ length: last - first + 1 }, (_, index) => ({
        mediaSequence: first + index,
        durationSeconds: segmentMs / 1_000,
        startAt: startOf(first + index),
        isDiscontinuity: cuts.includes(first + index),
      })),
      dateRanges: timeline.dateRanges ?? [],
    };
  }

  return {
    touches,
    asked,
    channels: () => timeline.channels,
    touch: (slug, viewerKey) => touches.push(`${slug} ${viewerKey}`),
    playlist,
    async segment(slug, mediaSequence) {
      asked.push(`${slug}/${String(mediaSequence)}`);
      const { first, last } = published();
      if (!isKnown(slug) || mediaSequence < first || mediaSequence > last) return null;
      return timeline.bytesOf(slug, mediaSequence);
    },
    onAirSequence(slug) {
      if (!isKnown(slug)) return null;
      const mediaSequence = numberAt(clock.nowAt());
      return { mediaSequence, ...timingOf(mediaSequence) };
    },
    segmentTiming: (slug, mediaSequence) => (isKnown(slug) ? timingOf(mediaSequence) : null),
    guideRevision: () => String(clock.nowAt()),
    guide: async (window) =>
      Promise.resolve(
        (timeline.guide ?? []).filter(
          (entry) => entry.startAt < window.endAt && window.startAt < entry.endAt,
        ),
      ),
    xmltv: () => finished(timeline.xmltv ?? '<?xml version="1.0"?><tv></tv>'),
    async icalendar(channelId) {
      const channel = timeline.channels.find(({ id }) => id === channelId);
      const entries = (timeline.guide ?? []).filter((entry) => entry.channelId === channelId);
      if (!channel || entries.length === 0) {
        throw new AppError('horizon-no-schedule-data', 'The guide is empty.');
      }
      const rows = entries.map((entry) => ({ entry, frozenAt: timeline.startAt }));
      return finished(icalendarDocument(channel, rows));
    },
  };
}

function finished(text: string): Promise<FinishedText> {
  return finishText([Buffer.from(text, 'utf8')]);
}
