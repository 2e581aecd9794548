import type { ApprovalReader } from '#main/store/repositories/approval-port.ts';
import type { AssetReader } from '#main/store/repositories/asset-port.ts';
import type { ChannelReader } from '#main/store/repositories/channel-port.ts';
import type { ScheduleDayReader } from '#main/store/repositories/schedule-day-port.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { guideDetailsOf } from '#shared/guide/details.ts';
import { viewerEntriesIn } from '#shared/guide/entries.ts';
import { withPreviousShowings } from '#shared/guide/showings.ts';
import type { GuideDetails, GuideEntry } from '#shared/model/guide.ts';
import type { AssetId, ChannelId } from '#shared/model/ids.ts';
import { isEffective } from '#shared/model/day-status.ts';
import { contains, type Interval } from '#shared/time/interval.ts';
import type { EpochMs } from '#shared/time/units.ts';

/** Entries of frozen days, with what history and library know of them. */
export interface GuideEntries {
  /** Bare entries of a channel's day that overlap the window. Days may overlap; no entry is in two. */
  startingIn(day: Interval, channelId: ChannelId, window: Interval): Promise<GuideEntry[]>;
  /** Adds what the channels' history and the library know. Entries come by channel and start. */
  tellMore(entries: readonly GuideEntry[]): Promise<GuideEntry[]>;
  /** What the tags of the assets tell viewers. */
  detailsOf(assetIds: readonly AssetId[]): Promise<Map<AssetId, GuideDetails>>;
}

/** What the guide is read from. */
export interface GuideReader {
  readonly approvals: ApprovalReader;
  readonly assets: AssetReader;
  readonly channels: ChannelReader;
  readonly days: ScheduleDayReader;
}

export function createGuideEntries(store: GuideReader): GuideEntries {
  /** Adds what the channel's history and the library know. Entries come by channel and start. */
  async function tellMore(entries: readonly GuideEntry[]): Promise<GuideEntry[]> {
    const details = await detailsOf(assetIdsOf(entries));
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
    const shown = new Set(entries.map(({ channelId }) => channelId));
    for (const channel of await store.channels.list()) {
      if (!shown.has(channel.id)) continue;
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

  async function detailsOf(assetIds: readonly AssetId[]): Promise<Map<AssetId, GuideDetails>> {
    const details = new Map<AssetId, GuideDetails>();
    for (const { id, tags } of await store.assets.getMany([...assetIds])) {
      const known = guideDetailsOf(tags);
      if (known) details.set(id, known);
    }
    return details;
  }

  return {
    async startingIn(day, channelId, window) {
      const airings = await store.days.airingsIn(day, channelId);
      return viewerEntriesIn(airings, window).filter(({ startAt }) => contains(day, startAt));
    },
    tellMore,
    detailsOf,
  };
}

function dayKey(of: Pick<GuideEntry, 'channelId' | 'broadcastDate'>): string {
  return `${of.channelId} ${of.broadcastDate}`;
}

function assetIdsOf(entries: readonly GuideEntry[]): AssetId[] {
  const ids = entries.map(({ assetId }) => assetId).filter((id) => id !== null);
  return [...new Set(ids)];
}

/** The refusal where no frozen day says anything. */
export function noGuide(): AppError {
  return new AppError(
    'horizon-no-schedule-data',
    'No frozen schedule day covers any of this time.',
    { remedy: 'Ask for a time within the horizon, or generate the day.' },
  );
}
