import type { MasterClock } from '#main/clock/master-clock.ts';
import { guideEntriesIn, viewerEntriesIn } from '#shared/guide/entries.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { GuideEntry } from '#shared/model/guide.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import type { Interval } from '#shared/time/interval.ts';
import {
  createGuideDocuments,
  type DocumentsReader,
  type GuideDocuments,
} from './guide-documents.ts';
import { createGuideEntries, noGuide } from './guide-entries.ts';

/** What viewers are told: a projection of frozen days, never a reason to plan (INV-EPG-…). */
export interface Guide extends GuideDocuments {
  /** Entries that touch the half-open window. Throws `horizon-no-schedule-data` when nothing is known of it. */
  list(window: Interval, channelId?: ChannelId): Promise<GuideEntry[]>;
  /** The same as viewers are told it: an entry for each short where the channel likes. */
  listForViewers(window: Interval): Promise<GuideEntry[]>;
}

export function createGuide(store: DocumentsReader, clock: MasterClock): Guide {
  const { tellMore } = createGuideEntries(store);
  async function told(entries: readonly GuideEntry[]): Promise<GuideEntry[]> {
    if (entries.length === 0) throw noGuide();
    return tellMore(inChannelOrder(entries, await store.channels.list()));
  }

  return {
    ...createGuideDocuments(store, clock),
    list: async (window, channelId) =>
      told(guideEntriesIn(await store.days.airingsIn(window, channelId), window)),
    listForViewers: async (window) =>
      told(viewerEntriesIn(await store.days.airingsIn(window), window)),
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
