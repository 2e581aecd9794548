import type { GuideEntry } from '../model/guide.ts';
import type { EpochMs } from '../time/units.ts';
import { formatInstant } from '../time/zone.ts';
import type { GuideChannel } from './channel-identity.ts';
import { membersText } from './entries.ts';
import { episodeLabel } from '../model/episode-label.ts';

/** Octets of a content line without its line end (RFC 5545 §3.1). */
const LONGEST_LINE_OCTETS = 75;

/** An entry with the instant at which its day was frozen. */
export interface CalendarEntry {
  readonly entry: GuideEntry;
  readonly frozenAt: EpochMs;
}

/** What stands before the events. */
export function icalendarHead(channel: GuideChannel): string {
  return contentLines([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//RetroVue//Guide//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${calendarText(channel.name)}`,
  ]);
}

/**
 * Events in air order (RFC 5545), of which a calendar has at least one; it may be put together of several such pieces. One per
 * airing, in UTC, with the airing's id as its lasting UID and the freezing of its day as its time stamp. Lines are folded at 75
 * octets and end with CR LF.
 */
export function icalendarEvents(channel: GuideChannel, entries: readonly CalendarEntry[]): string {
  return contentLines(entries.flatMap((row) => eventLines(channel, row)));
}

/** What stands after the last event. */
export const ICALENDAR_END = 'END:VCALENDAR\r\n';

function contentLines(lines: readonly string[]): string {
  return lines.map((line) => `${foldLine(line)}\r\n`).join('');
}

function eventLines(channel: GuideChannel, { entry, frozenAt }: CalendarEntry): string[] {
  const { kind, episodeTitle, seasonNumber, episodeNumber, year } = entry;
  const number = episodeLabel(seasonNumber ?? 1, episodeNumber);
  const about =
    kind === 'movie'
      ? [year?.toString(), entry.displayDuration]
      : [number, episodeTitle, membersText(entry)];
  const description = about.filter((part) => part !== null && part !== undefined).join(' · ');
  const category = kind === 'movie' ? 'Movie' : kind === 'episode' ? 'Series' : null;
  const categories = [...(category === null ? [] : [category]), ...(entry.details?.genres ?? [])];
  return [
    'BEGIN:VEVENT',
    `UID:${calendarText(entry.part === undefined ? entry.airingId : `${entry.airingId}-${String(entry.part)}`)}`,
    `DTSTAMP:${calendarTime(frozenAt)}`,
    `DTSTART:${calendarTime(entry.startAt)}`,
    `DTEND:${calendarTime(entry.endAt)}`,
    `SUMMARY:${calendarText(entry.title)}`,
    ...(description === '' ? [] : [`DESCRIPTION:${calendarText(description)}`]),
    ...(categories.length === 0 ? [] : [`CATEGORIES:${categories.map(calendarText).join(',')}`]),
    `LOCATION:${calendarText(`${String(channel.number)} ${channel.name}`)}`,
    ...(entry.isTentative === true ? ['STATUS:TENTATIVE'] : []),
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

/** `20260308T110000Z`; to the second, as the format has nothing finer. */
function calendarTime(at: EpochMs): string {
  return `${formatInstant(at).slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** Text as a value: escaped, on one line, without characters that are not allowed (RFC 5545 §3.3.11). */
function calendarText(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '')
    .replace(/\r\n?|[\n\u2028\u2029]/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n');
}

/** Breaks a line after at most 75 octets, never inside a character; what follows begins with a space. */
function foldLine(line: string): string {
  let folded = '';
  let octets = 0;
  for (const character of line) {
    const size = octetsOf(character);
    if (octets + size > LONGEST_LINE_OCTETS) {
      folded += '\r\n ';
      octets = 1;
    }
    folded += character;
    octets += size;
  }
  return folded;
}

/** Length of a character in UTF-8. */
function octetsOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
