import type { Airing, AiringContent, AiringMember } from '../../model/schedule-day.ts';
import type { DurationMs } from '../../time/units.ts';
import {
  airingIdOf,
  endOfContent,
  keepAiring,
  overrunOf,
  placeContent,
  type AiringSource,
  type DayBuilder,
  type DraftAiring,
} from './day-builder.ts';
import type { EpisodeChoice } from '../choose/episode-choice.ts';
import type { PackageChoice } from '../choose/package-choice.ts';
import type { PackageContent } from '../choose/package-members.ts';

/** What an airing of the package says of its content. */
export function contentOfPackage({
  name,
  durationMs,
  ...chosen
}: PackageContent): Omit<
  DraftAiring,
  'id' | 'channelId' | 'broadcastDate' | 'startAt' | 'endAt' | 'lineage'
> {
  return {
    content: aired(chosen),
    title: name,
    episodeTitle: null,
    seriesId: null,
    seasonNumber: null,
    episodeNumber: null,
    year: null,
    contentDurationMs: durationMs,
  };
}

function aired({
  virtualAssetId,
  method,
  members,
  isShort,
  missingCount,
}: Omit<PackageContent, 'name' | 'durationMs'>): AiringContent {
  if (virtualAssetId === null) return { kind: 'shorts', members };
  return {
    kind: 'package',
    members,
    package: {
      virtualAssetId,
      method,
      ...(isShort ? { isShort } : {}),
      ...(missingCount > 0 ? { missingCount } : {}),
    },
  };
}

/** The lineage of an airing of the package. */
export function lineageOfPackage(choice: PackageChoice, source: AiringSource): Airing['lineage'] {
  return {
    ...source,
    cursorBefore: choice.cursorBefore,
    seed: choice.seed,
    eligibleCount: choice.eligibleCount,
    ...(choice.rotation ? { rotation: choice.rotation } : {}),
  };
}

/** Places a package at the cursor, as one airing of whole grid slots. */
function placePackage(builder: DayBuilder, choice: PackageChoice, source: AiringSource): void {
  keepAiring(builder, {
    id: airingIdOf(builder, choice.package.virtualAssetId),
    channelId: builder.channel.id,
    broadcastDate: builder.date,
    startAt: builder.cursorAt,
    endAt: endOfContent(builder, choice.package.durationMs),
    ...contentOfPackage(choice.package),
    lineage: {
      ...lineageOfPackage(choice, source),
      ...overrunOf(builder, choice.package.durationMs),
    },
  });
}

/** What is left of an airing's content when only its first `contentMs` air; the last member may be cut. */
export function contentWithin(content: AiringContent, contentMs: DurationMs): AiringContent {
  switch (content.kind) {
    case 'package':
    case 'shorts':
      return { ...content, members: membersWithin(content.members, contentMs) };
    case 'asset':
    case 'slate':
      return content;
  }
}

function membersWithin(members: readonly AiringMember[], contentMs: DurationMs): AiringMember[] {
  return members
    .filter(({ startMs }) => startMs < contentMs)
    .map((member) => ({
      ...member,
      durationMs: Math.min(member.durationMs, contentMs - member.startMs),
    }));
}

/** Places what was chosen at the cursor. */
export function placeChoice(
  builder: DayBuilder,
  choice: EpisodeChoice | PackageChoice,
  source: AiringSource,
): void {
  if (choice.asset === null) placePackage(builder, choice, source);
  else placeContent(builder, choice, source);
}
