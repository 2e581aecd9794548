import type { GuideEntry } from '../model/guide.ts';
import type { EpochMs } from '../time/units.ts';
import { formatInstant } from '../time/zone.ts';
import { guideChannelId, type GuideChannel } from './channel-identity.ts';
import { xmlText } from './xml-text.ts';

export interface XmltvInput {
  readonly stationName: string;
  /** Listed in this order. */
  readonly channels: readonly GuideChannel[];
  /** By channel and start; entries of channels that are not listed are left out. */
  readonly entries: readonly GuideEntry[];
}

/**
 * The guide as an XMLTV document. Elements in the order of the DTD; times in UTC to the second; one programme per airing, from
 * its real start to the next one's. Episode numbers in both forms that clients read (`xmltv_ns`, `onscreen`).
 */
export function xmltvDocument({ stationName, channels, entries }: XmltvInput): string {
  const ids = new Map(channels.map((channel) => [channel.id, guideChannelId(channel)]));
  const programmes = entries.flatMap((entry) => {
    const id = ids.get(entry.channelId);
    return id === undefined ? [] : programmeLines(entry, id);
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE tv SYSTEM "xmltv.dtd">',
    `<tv source-info-name="${xmlText(stationName)}" generator-info-name="RetroVue">`,
    ...channels.flatMap(channelLines),
    ...programmes,
    '</tv>',
    '',
  ].join('\n');
}

/** `20260308110000 +0000`. */
export function xmltvTime(at: EpochMs): string {
  return `${formatInstant(at).slice(0, 19).replace(/[-:T]/g, '')} +0000`;
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

function programmeLines(entry: GuideEntry, channelId: string): string[] {
  const { startAt, endAt, seasonNumber, episodeNumber } = entry;
  const lines = [
    `  <programme start="${xmltvTime(startAt)}" stop="${xmltvTime(endAt)}" channel="${xmlText(channelId)}">`,
    element('title', entry.title, ' lang="en"'),
  ];
  if (entry.kind === 'episode' && entry.episodeTitle !== null) {
    lines.push(element('sub-title', entry.episodeTitle, ' lang="en"'));
  }
  if (entry.kind === 'movie' && entry.year !== null)
    lines.push(element('date', String(entry.year)));
  const category = categoryOf(entry);
  if (category !== null) lines.push(element('category', category, ' lang="en"'));
  if (entry.contentDurationMs >= 60_000) {
    const minutes = Math.floor(entry.contentDurationMs / 60_000 + 0.5);
    lines.push(element('length', String(minutes), ' units="minutes"'));
  }
  if (episodeNumber !== null) {
    const season = seasonNumber ?? 1;
    lines.push(element('episode-num', onscreenNumber(season, episodeNumber), ' system="onscreen"'));
    if (season >= 1 && episodeNumber >= 1) {
      const zeroBased = `${String(season - 1)}.${String(episodeNumber - 1)}.`;
      lines.push(element('episode-num', zeroBased, ' system="xmltv_ns"'));
    }
  }
  return [...lines, '  </programme>'];
}

function categoryOf(entry: GuideEntry): string | null {
  return entry.kind === 'movie' ? 'Movie' : entry.kind === 'episode' ? 'Series' : null;
}

/** `S01E02`: the only on-screen form that Kodi parses. */
function onscreenNumber(season: number, episode: number): string {
  return `S${String(season).padStart(2, '0')}E${String(episode).padStart(2, '0')}`;
}

function element(name: string, text: string, attributes = ''): string {
  return `    <${name}${attributes}>${xmlText(text)}</${name}>`;
}
