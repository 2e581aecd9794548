import type { MasterClock } from '#main/clock/master-clock.ts';
import type { Store } from '#main/store/store.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { guideEntriesIn } from '#shared/guide/entries.ts';
import { xmltvDocument } from '#shared/guide/xmltv.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { GuideEntry } from '#shared/model/guide.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import type { Interval } from '#shared/time/interval.ts';
import { MS_PER_HOUR } from '#shared/time/units.ts';

/** How far the XMLTV document reaches back and, at most, ahead. */
const XMLTV_BEHIND_MS = 6 * MS_PER_HOUR;
const XMLTV_AHEAD_MS = 31 * 24 * MS_PER_HOUR;

/** What viewers are told: a projection of frozen days, never a reason to plan (INV-EPG-…). */
export interface Guide {
  /** Entries that touch the half-open window. Throws `horizon-no-schedule-data` when nothing is known of it. */
  list(window: Interval, channelId?: ChannelId): Promise<GuideEntry[]>;
  /** Everything that is known from a few hours ago on, as an XMLTV document. */
  xmltv(): Promise<string>;
}

export function createGuide(store: Store, clock: MasterClock): Guide {
  return {
    async list(window, channelId) {
      const airings = await store.days.airingsIn(window, channelId);
      const entries = inChannelOrder(guideEntriesIn(airings, window), await store.channels.list());
      if (entries.length === 0) {
        throw new AppError(
          'horizon-no-schedule-data',
          'No frozen schedule day covers any of this time.',
          { remedy: 'Ask for a time within the horizon, or generate the day.' },
        );
      }
      return entries;
    },
    async xmltv() {
      const now = clock.nowAt();
      const window = { startAt: now - XMLTV_BEHIND_MS, endAt: now + XMLTV_AHEAD_MS };
      const channels = (await store.channels.list()).filter((channel) => channel.isActive);
      const { stationName } = await store.settings.get();
      const airings = await store.days.airingsIn(window);
      const entries = inChannelOrder(guideEntriesIn(airings, window), channels);
      return xmltvDocument({ stationName, channels, entries });
    },
  };
}

/** By the channels' own order, then by start; the store knows only their ids. */
function inChannelOrder(
  entries: readonly GuideEntry[],
  channels: readonly Channel[],
): GuideEntry[] {
  const rank = new Map(channels.map(({ id }, index) => [id, index]));
  const rankOf = (entry: GuideEntry): number => rank.get(entry.channelId) ?? channels.length;
  return entries.toSorted((a, b) => rankOf(a) - rankOf(b) || a.startAt - b.startAt);
}
