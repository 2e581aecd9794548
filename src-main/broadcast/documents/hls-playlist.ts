import { formatInstant } from '#shared/time/zone.ts';

import type { LivePlaylist, ProgrammeRange, PublishedSegment } from '../on-air-source.ts';

/** Version of the playlist format; 6 is the lowest that knows every tag written here (RFC 8216 §7). */
const PLAYLIST_VERSION = 6;

/** Class of the date ranges that name programmes. */
const PROGRAMME_CLASS = 'tv.retrovue.programme';

/**
 * Makes text safe inside a quoted attribute, which can hold neither a double quote nor a line break (RFC 8216 §4.2):
 * double quotes become typographic ones, control characters and line separators become spaces.
 */
export function quotedAttribute(text: string): string {
  const safe = text.replaceAll('"', '”').replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
  return `"${safe.toWellFormed()}"`;
}

function writeRange(range: ProgrammeRange): string {
  return [
    `#EXT-X-DATERANGE:ID=${quotedAttribute(range.id)}`,
    `CLASS="${PROGRAMME_CLASS}"`,
    `START-DATE="${formatInstant(range.startAt)}"`,
    `END-DATE="${formatInstant(range.endAt)}"`,
    `X-TITLE=${quotedAttribute(range.title)}`,
  ].join(',');
}

function writeSegment(segment: PublishedSegment, uriOf: (mediaSequence: number) => string): string {
  return [
    ...(segment.isDiscontinuity ? ['#EXT-X-DISCONTINUITY'] : []),
    `#EXT-X-PROGRAM-DATE-TIME:${formatInstant(segment.startAt)}`,
    `#EXTINF:${segment.durationSeconds.toFixed(6)},`,
    uriOf(segment.mediaSequence),
  ].join('\n');
}

/**
 * Writes a live media playlist (docs/evidence.md §5): durations in microseconds, airtime on every
 * segment, the discontinuity sequence always, and never a playlist type, an end, or a stored Last-Modified.
 */
export function writePlaylist(
  playlist: LivePlaylist,
  uriOf: (mediaSequence: number) => string = (mediaSequence) => `${String(mediaSequence)}.ts`,
): string {
  return [
    '#EXTM3U',
    `#EXT-X-VERSION:${String(PLAYLIST_VERSION)}`,
    `#EXT-X-TARGETDURATION:${String(playlist.targetDurationSeconds)}`,
    `#EXT-X-MEDIA-SEQUENCE:${String(playlist.mediaSequence)}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${String(playlist.discontinuitySequence)}`,
    '#EXT-X-INDEPENDENT-SEGMENTS',
    ...playlist.dateRanges.map(writeRange),
    ...playlist.segments.map((segment) => writeSegment(segment, uriOf)),
    '',
  ].join('\n');
}
