import type { Channel } from '../model/channel.ts';
import type { GuideDetails, GuideEntry } from '../model/guide.ts';
import { MS_PER_MINUTE, type EpochMs } from '../time/units.ts';
import { formatInstant, offsetMinutesAt } from '../time/zone.ts';
import { guideChannelId, type GuideChannel } from './channel-identity.ts';
import { membersText } from './entries.ts';
import { programmeId } from './programme-id.ts';
import { xmlText } from './xml-text.ts';
import { twoDigits } from '../time/clock-text.ts';
import { episodeLabel } from '../model/episode-label.ts';

/** A channel of the document; without zone its times are UTC, without format nothing is said of picture and sound. */
export type XmltvChannel = GuideChannel & Partial<Pick<Channel, 'timezone' | 'houseFormat'>>;

/** XMLTV has no word for a programme that is not certain yet. */
const TENTATIVE = 'Subject to change.';

/** What stands before the programmes: the station and its channels. */
export function xmltvHead({
  stationName,
  channels,
}: {
  readonly stationName: string;
  /** Listed in this order. */
  readonly channels: readonly XmltvChannel[];
}): string {
  return linesText([
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE tv SYSTEM "xmltv.dtd">',
    `<tv source-info-name="${xmlText(stationName)}" generator-info-name="RetroVue">`,
    ...channels.flatMap(channelLines),
  ]);
}

/** Times in UTC (some clients ignore offsets), or in each channel's zone with its offset. */
export type XmltvTimes = 'utc' | 'local';

/**
 * Programmes of one channel, in air order; a document may be put together of several such pieces. Elements in the order of the
 * DTD; times to the second; one programme per airing, from its real start to the next one's. Episode numbers in the forms that
 * clients read (`onscreen`, `xmltv_ns`, `dd_progid`). `new` and `previously-shown` are told from what the channel has shown, and
 * not at all where that is not known.
 */
export function xmltvProgrammes(
  entries: readonly GuideEntry[],
  channel: XmltvChannel,
  times: XmltvTimes,
): string {
  return linesText(entries.flatMap((entry) => programmeLines(entry, channel, times)));
}

/** What stands after the last programme. */
export const XMLTV_END = '</tv>\n';

function linesText(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

/** `20260308110000 +0000`; with a zone, that zone's clock and offset: `20260308060000 -0500`. */
export function xmltvTime(at: EpochMs, timezone?: string): string {
  const offset = timezone === undefined ? 0 : Math.trunc(offsetMinutesAt(timezone, at));
  const clock = formatInstant(at + offset * MS_PER_MINUTE);
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  const digits = `${twoDigits(hours)}${twoDigits(minutes)}`;
  return `${clock.slice(0, 19).replace(/[-:T]/g, '')} ${offset < 0 ? '-' : '+'}${digits}`;
}

function channelLines(channel: GuideChannel): string[] {
  const number = String(channel.number);
  return [
    `  <channel id="${xmlText(guideChannelId(channel))}">`,
    ...[`${number} ${channel.name}`, number, channel.name].map((name) =>
      element('display-name', name),
    ),
    '  </channel>',
  ];
}

function programmeLines(
  entry: GuideEntry,
  channel: XmltvChannel,
  times: 'utc' | 'local',
): string[] {
  const timezone = times === 'local' ? channel.timezone : undefined;
  const time = (at: EpochMs): string => xmltvTime(at, timezone);
  const { startAt, endAt, details } = entry;
  const id = xmlText(guideChannelId(channel));
  const lines = [
    `  <programme start="${time(startAt)}" stop="${time(endAt)}" channel="${id}">`,
    element('title', entry.title, ' lang="en"'),
  ];
  if (entry.kind === 'episode' && entry.episodeTitle !== null) {
    lines.push(element('sub-title', entry.episodeTitle, ' lang="en"'));
  }
  if (entry.isTentative === true) lines.push(element('desc', TENTATIVE, ' lang="en"'));
  const parts = membersText(entry);
  if (parts !== null) lines.push(element('desc', parts, ' lang="en"'));
  if (details) lines.push(...creditLines(details));
  if (entry.year !== null) lines.push(element('date', String(entry.year)));
  const category = categoryOf(entry);
  const categories = [...(category === null ? [] : [category]), ...(details?.genres ?? [])];
  lines.push(...categories.map((name) => element('category', name, ' lang="en"')));
  if (details && details.language !== null) lines.push(element('language', details.language));
  if (entry.contentDurationMs >= MS_PER_MINUTE) {
    const minutes = Math.floor(entry.contentDurationMs / MS_PER_MINUTE + 0.5);
    lines.push(element('length', String(minutes), ' units="minutes"'));
  }
  lines.push(...numberLines(entry), ...pictureLines(entry, channel), ...showingLines(entry, time));
  if (details) lines.push(...ratingLines(details));
  return [...lines, '  </programme>'];
}

function numberLines(entry: GuideEntry): string[] {
  const { seasonNumber, episodeNumber } = entry;
  const lines: string[] = [];
  if (episodeNumber !== null) {
    const season = seasonNumber ?? 1;
    lines.push(
      element('episode-num', episodeLabel(season, episodeNumber) ?? '', ' system="onscreen"'),
    );
    if (season >= 1 && episodeNumber >= 1) {
      const zeroBased = `${String(season - 1)}.${String(episodeNumber - 1)}.`;
      lines.push(element('episode-num', zeroBased, ' system="xmltv_ns"'));
    }
  }
  const id = programmeId(entry);
  if (id !== null) lines.push(element('episode-num', id, ' system="dd_progid"'));
  return lines;
}

/** In the DTD's order: directors, actors, writers. */
function creditLines({ directors, actors, writers }: GuideDetails): string[] {
  const people = [
    ...directors.map((name) => ['director', name] as const),
    ...actors.map((name) => ['actor', name] as const),
    ...writers.map((name) => ['writer', name] as const),
  ];
  if (people.length === 0) return [];
  const lines = people.map(([role, name]) => `  ${element(role, name)}`);
  return ['    <credits>', ...lines, '    </credits>'];
}

/** What the channel sends: everything is conformed to its house format. */
function pictureLines({ kind }: GuideEntry, { houseFormat }: XmltvChannel): string[] {
  if (houseFormat === undefined || kind === 'slate') return [];
  const quality = houseFormat.height >= 720 ? 'HDTV' : 'SDTV';
  return [
    `    <video><present>yes</present><aspect>16:9</aspect><quality>${quality}</quality></video>`,
    '    <audio><present>yes</present><stereo>stereo</stereo></audio>',
  ];
}

function showingLines(
  { kind, previousStartAt }: GuideEntry,
  time: (at: EpochMs) => string,
): string[] {
  const isProgramme = kind === 'episode' || kind === 'movie';
  if (!isProgramme || previousStartAt === undefined) return [];
  if (previousStartAt === null) return ['    <new/>'];
  return [`    <previously-shown start="${time(previousStartAt)}"/>`];
}

function ratingLines({ ratings, stars }: GuideDetails): string[] {
  const valued = (name: string, attributes: string, value: string): string =>
    `    <${name}${attributes}><value>${xmlText(value)}</value></${name}>`;
  return [
    ...ratings.map(({ system, value }) =>
      valued('rating', system === null ? '' : ` system="${xmlText(system)}"`, value),
    ),
    ...(stars === null ? [] : [valued('star-rating', '', `${stars}/10`)]),
  ];
}

function categoryOf(entry: GuideEntry): string | null {
  return entry.kind === 'movie' ? 'Movie' : entry.kind === 'episode' ? 'Series' : null;
}

function element(name: string, text: string, attributes = ''): string {
  return `    <${name}${attributes}>${xmlText(text)}</${name}>`;
}
