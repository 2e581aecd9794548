import {
  type CalendarEntry,
  ICALENDAR_END,
  icalendarEvents,
  icalendarHead,
} from '#shared/guide/icalendar.ts';
import type { GuideChannel } from '#shared/guide/channel-identity.ts';
import {
  XMLTV_END,
  type XmltvChannel,
  xmltvHead,
  xmltvProgrammes,
  type XmltvTimes,
} from '#shared/guide/xmltv.ts';
import type { GuideEntry } from '#shared/model/guide.ts';
import type { ChannelId } from '#shared/model/ids.ts';

export interface XmltvInput {
  readonly stationName: string;
  /** Listed in this order. */
  readonly channels: readonly XmltvChannel[];
  /** By channel and start; entries of channels that are not listed are left out. */
  readonly entries: readonly GuideEntry[];
  /** Times in UTC (some clients ignore offsets), or in each channel's zone with its offset. UTC unless told otherwise. */
  readonly times?: XmltvTimes;
}

/** The guide as one XMLTV document. */
export function xmltvDocument(input: XmltvInput): string {
  const { channels, entries, times = 'utc' } = input;
  const byId = new Map<ChannelId, XmltvChannel>(channels.map((channel) => [channel.id, channel]));
  const programmes = entries.map((entry) => {
    const channel = byId.get(entry.channelId);
    return channel === undefined ? '' : xmltvProgrammes([entry], channel, times);
  });
  return [xmltvHead(input), ...programmes, XMLTV_END].join('');
}

/** A channel's guide as one iCalendar document. */
export function icalendarDocument(
  channel: GuideChannel,
  entries: readonly CalendarEntry[],
): string {
  return [icalendarHead(channel), icalendarEvents(channel, entries), ICALENDAR_END].join('');
}

/** The text of a document that is told in pieces. */
export function textOf(pieces: readonly Uint8Array[]): string {
  return Buffer.concat(pieces).toString('utf8');
}
