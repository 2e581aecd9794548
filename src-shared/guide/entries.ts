import { isInterstitial } from '../model/asset.ts';
import { recordOfContent } from '../model/airing-record.ts';
import type { GuideEntry } from '../model/guide.ts';
import type { Airing, AiringMember } from '../model/schedule-day.ts';
import { timedShorts } from '../model/timed-shorts.ts';
import { overlaps, type Interval } from '../time/interval.ts';
import { MS_PER_MINUTE, type DurationMs } from '../time/units.ts';

/** "1h 45m" for a length, rounded half up to whole minutes. */
export function formatDisplayDuration(durationMs: DurationMs): string {
  const minutes = Math.floor(durationMs / MS_PER_MINUTE + 0.5);
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${String(minutes)}m` : `${String(hours)}h ${String(minutes % 60)}m`;
}

/** What viewers are told about an airing: its real start and end, breaks included. Pure; one entry per airing. */
export function guideEntryOf(airing: Airing): GuideEntry {
  const { kind, assetId, members } = recordOfContent(airing.content);
  return {
    airingId: airing.id,
    channelId: airing.channelId,
    broadcastDate: airing.broadcastDate,
    startAt: airing.startAt,
    endAt: airing.endAt,
    title: airing.title,
    episodeTitle: airing.episodeTitle,
    seasonNumber: airing.seasonNumber,
    episodeNumber: airing.episodeNumber,
    year: airing.year,
    kind: kind !== 'slate' && kind !== 'package' && isInterstitial(kind) ? 'interstitial' : kind,
    assetId,
    seriesId: airing.seriesId,
    contentDurationMs: airing.contentDurationMs,
    displayDuration: kind === 'movie' ? formatDisplayDuration(airing.contentDurationMs) : null,
    ...(airing.lineage.override === undefined ? {} : { isChangedByHand: true }),
    ...(members ? { members: programmesOf(members) } : {}),
  };
}

/** The programmes of a package in one line; `null` for every other entry. */
export function membersText({ members }: Pick<GuideEntry, 'members'>): string | null {
  if (!members || members.length === 0) return null;
  return members
    .map(({ title, episodeTitle }) => (episodeTitle === null ? title : `${title}: ${episodeTitle}`))
    .join(' · ');
}

/** What a package shows viewers: its programmes, without idents and the like. */
function programmesOf(members: readonly AiringMember[]): GuideEntry['members'] {
  return members
    .filter(({ kind }) => !isInterstitial(kind))
    .map(({ assetId, title, episodeTitle }) => ({ assetId, title, episodeTitle }));
}

/** The entries that touch the half-open window, whole: clipping is the view’s business. Order is kept. */
export function guideEntriesIn(airings: readonly Airing[], window: Interval): GuideEntry[] {
  return airings.filter((airing) => overlaps(airing, window)).map(guideEntryOf);
}

/**
 * What viewers are told of an airing: one entry, or one for each of its shorts, from its start to the next one's, where the day
 * promises their times.
 */
export function viewerEntriesOf(airing: Airing): GuideEntry[] {
  const entry = guideEntryOf(airing);
  const shorts = timedShorts(airing);
  if (!shorts) return [entry];
  const { members: _members, ...shared } = entry;
  return shorts.map(({ member, startAt, endAt }, part) => {
    const { assetId, seriesId, title, episodeTitle, seasonNumber, episodeNumber, year } = member;
    const isMovie = member.kind === 'movie';
    return {
      ...shared,
      part,
      startAt,
      endAt,
      assetId,
      seriesId,
      title,
      episodeTitle,
      seasonNumber,
      episodeNumber,
      year,
      kind: isInterstitial(member.kind) ? 'interstitial' : member.kind,
      contentDurationMs: member.durationMs,
      displayDuration: isMovie ? formatDisplayDuration(member.durationMs) : null,
    };
  });
}

/** The same of every airing that touches the half-open window; only entries that touch it too. Order is kept. */
export function viewerEntriesIn(airings: readonly Airing[], window: Interval): GuideEntry[] {
  return airings.flatMap(viewerEntriesOf).filter((entry) => overlaps(entry, window));
}
