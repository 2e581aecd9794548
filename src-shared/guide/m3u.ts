import { guideChannelId, type GuideChannel } from './channel-identity.ts';

export interface M3uInput {
  readonly stationName: string;
  /** Absolute address of the XMLTV document. */
  readonly guideUrl: string;
  readonly channels: readonly (GuideChannel & { readonly streamUrl: string })[];
}

/**
 * The channel list for TV clients (extended M3U). Names are made harmless: one line, no double quote and no comma,
 * because Jellyfin takes what follows the last comma of a line as the name.
 */
export function m3uDocument({ stationName, guideUrl, channels }: M3uInput): string {
  const guide = m3uText(guideUrl);
  const group = m3uText(stationName).replaceAll(';', ' ');
  const lines = channels.flatMap((channel) => {
    const name = m3uText(channel.name);
    const attributes = [
      `tvg-id="${m3uText(guideChannelId(channel))}"`,
      `tvg-chno="${String(channel.number)}"`,
      `tvg-name="${name}"`,
      `group-title="${group}"`,
    ];
    return [`#EXTINF:-1 ${attributes.join(' ')},${name}`, m3uLine(channel.streamUrl)];
  });
  return [`#EXTM3U url-tvg="${guide}" x-tvg-url="${guide}"`, ...lines, ''].join('\n');
}

/** One line of text without what would end an attribute or a name. */
function m3uText(text: string): string {
  return m3uLine(text).replaceAll('"', '’').replaceAll(',', ' ').replace(/ {2,}/g, ' ').trim();
}

/** Without controls and line ends of any kind. */
function m3uLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
