import type { MasterClock } from '#main/clock/master-clock.ts';
import type { Store } from '#main/store/store.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { guideDetailsOf } from '#shared/guide/details.ts';
import { guideEntriesIn } from '#shared/guide/entries.ts';
import { icalendarDocument } from '#shared/guide/icalendar.ts';
import { withPreviousShowings } from '#shared/guide/showings.ts';
import { xmltvDocument, type XmltvInput } from '#shared/guide/xmltv.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { GuideDetails, GuideEntry } from '#shared/model/guide.ts';
import type { AssetId, ChannelId } from '#shared/model/ids.ts';
import { isEffective } from '#shared/planning/resolve/day-status.ts';
import { broadcastDateAt } from '#shared/time/broadcast-day.ts';
import type { Interval } from '#shared/time/interval.ts';
import { MS_PER_HOUR, type EpochMs } from '#shared/time/units.ts';
import { addDays } from '#shared/time/zone.ts';

/** How far the documents reach back and, at most, ahead. */
const BEHIND_MS = 6 * MS_PER_HOUR;
const AHEAD_MS = 31 * 24 * MS_PER_HOUR;
/** No airing is longer (a rule of the store). */
const LONGEST_AIRING_DAYS = 7;

/** What viewers are told: a projection of frozen days, never a reason to plan (INV-EPG-…). */
export interface Guide {
  /** Entries that touch the half-open window. Throws `horizon-no-schedule-data` when nothing is known of it. */
  list(window: Interval, channelId?: ChannelId): Promise<GuideEntry[]>;
  /** Everything that is known from a few hours ago on, as an XMLTV document; times in UTC or in each channel's zone. */
  xmltv(times: NonNullable<XmltvInput['times']>): Promise<string>;
  /** The same of one channel as an iCalendar document. Throws `horizon-no-schedule-data` when nothing is known. */
  icalendar(channel: Pick<Channel, 'id'>): Promise<string>;
}

export function createGuide(store: Store, clock: MasterClock): Guide {
  /** Adds what the channel's history and the library know. Entries come by channel and start. */
  async function tellMore(entries: readonly GuideEntry[]): Promise<GuideEntry[]> {
    const details = await detailsOf(entries);
    const told: GuideEntry[] = [];
    for (const ofChannel of Map.groupBy(entries, ({ channelId }) => channelId).values()) {
      const before = await startsBefore(ofChannel);
      told.push(...withPreviousShowings(ofChannel, before));
    }
    const awaiting = await daysAwaitingApproval(entries);
    return told.map((entry) => {
      const known = entry.assetId === null ? undefined : details.get(entry.assetId);
      return {
        ...entry,
        ...(awaiting.has(dayKey(entry)) ? { isTentative: true } : {}),
        ...(known === undefined ? {} : { details: known }),
      };
    });
  }

  /** Viewers are told what is planned, and that it is not certain, where a day still awaits approval. */
  async function daysAwaitingApproval(entries: readonly GuideEntry[]): Promise<Set<string>> {
    const awaiting = new Set<string>();
    for (const channel of await store.channels.list()) {
      const dates = entries
        .filter((it) => it.channelId === channel.id)
        .map((it) => it.broadcastDate);
      const [from, to] = [dates[0], dates.at(-1)];
      if (!channel.requiresApproval || from === undefined) continue;
      const days = await store.approvals.liveDays({ channelId: channel.id, from, to });
      for (const day of days) {
        if (!isEffective({ channel, day, approval: day.approval })) awaiting.add(dayKey(day));
      }
    }
    return awaiting;
  }

  async function startsBefore(entries: readonly GuideEntry[]): Promise<Map<AssetId, EpochMs>> {
    const [first] = entries;
    if (!first) return new Map();
    return store.days.lastStartsBefore(first.channelId, assetIdsOf(entries), first.startAt);
  }

  async function detailsOf(entries: readonly GuideEntry[]): Promise<Map<AssetId, GuideDetails>> {
    const details = new Map<AssetId, GuideDetails>();
    for (const { id, tags } of await store.assets.getMany(assetIdsOf(entries))) {
      const known = guideDetailsOf(tags);
      if (known) details.set(id, known);
    }
    return details;
  }

  function documentWindow(): Interval {
    const now = clock.nowAt();
    return { startAt: now - BEHIND_MS, endAt: now + AHEAD_MS };
  }

  return {
    async list(window, channelId) {
      const airings = await store.days.airingsIn(window, channelId);
      const entries = inChannelOrder(guideEntriesIn(airings, window), await store.channels.list());
      if (entries.length === 0) throw noGuide();
      return tellMore(entries);
    },

    async xmltv(times) {
      const window = documentWindow();
      const channels = (await store.channels.list()).filter((channel) => channel.isActive);
      const { stationName } = await store.settings.get();
      const airings = await store.days.airingsIn(window);
      const entries = await tellMore(inChannelOrder(guideEntriesIn(airings, window), channels));
      return xmltvDocument({ stationName, channels, entries, times });
    },

    async icalendar({ id }) {
      const channel = await store.channels.get(id);
      if (!channel) throw noGuide();
      const window = documentWindow();
      // A day may begin long before the airing that runs into the window ends.
      const from = addDays(broadcastDateAt(channel, window.startAt), -LONGEST_AIRING_DAYS);
      const days = await store.days.list({ channelId: id, from });
      const entries = guideEntriesIn(
        days.flatMap(({ airings }) => airings),
        window,
      );
      if (entries.length === 0) throw noGuide();
      const frozenAt = new Map(days.map((day) => [day.broadcastDate, day.frozenAt]));
      const told = await tellMore(entries);
      return icalendarDocument(
        channel,
        told.map((entry) => ({ entry, frozenAt: frozenAt.get(entry.broadcastDate) ?? 0 })),
      );
    },
  };
}

function dayKey(of: Pick<GuideEntry, 'channelId' | 'broadcastDate'>): string {
  return `${of.channelId} ${of.broadcastDate}`;
}

function assetIdsOf(entries: readonly GuideEntry[]): AssetId[] {
  const ids = entries.map(({ assetId }) => assetId).filter((id) => id !== null);
  return [...new Set(ids)];
}

function noGuide(): AppError {
  return new AppError(
    'horizon-no-schedule-data',
    'No frozen schedule day covers any of this time.',
    { remedy: 'Ask for a time within the horizon, or generate the day.' },
  );
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
