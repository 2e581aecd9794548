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
import type { Choice, PackageChoice, ShortsChoice } from '../choose/package-choice.ts';

/** What an airing says of what it shows: all but where it stands and why. */
type Shown = Omit<
  DraftAiring,
  'id' | 'channelId' | 'broadcastDate' | 'startAt' | 'endAt' | 'lineage'
>;

/** What an airing of the package, or of the shorts, says of its content. */
export function contentOfSeveral(choice: PackageChoice | ShortsChoice): Shown {
  const { name, durationMs } = choice.kind === 'package' ? choice.package : choice.shorts;
  return {
    content: aired(choice),
    title: name,
    episodeTitle: null,
    seriesId: null,
    seasonNumber: null,
    episodeNumber: null,
    year: null,
    contentDurationMs: durationMs,
  };
}

function aired(choice: PackageChoice | ShortsChoice): AiringContent {
  if (choice.kind === 'shorts') return { kind: 'shorts', members: choice.shorts.members };
  const { virtualAssetId, method, members, isShort, missingCount } = choice.package;
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

/** The lineage of an airing of the package or the shorts. */
export function lineageOfSeveral(
  choice: PackageChoice | ShortsChoice,
  source: AiringSource,
): Airing['lineage'] {
  return {
    ...source,
    cursorBefore: choice.cursorBefore,
    seed: choice.seed,
    eligibleCount: choice.eligibleCount,
    ...(choice.rotation ? { rotation: choice.rotation } : {}),
  };
}

/** Places a package, or shorts that are chosen at once, at the cursor, as one airing of whole grid slots. */
function placeSeveral(
  builder: DayBuilder,
  choice: PackageChoice | ShortsChoice,
  source: AiringSource,
): void {
  const shown = contentOfSeveral(choice);
  keepAiring(builder, {
    ...shown,
    id: airingIdOf(builder, choice.kind === 'package' ? choice.package.virtualAssetId : null),
    channelId: builder.channel.id,
    broadcastDate: builder.date,
    startAt: builder.cursorAt,
    endAt: endOfContent(builder, shown.contentDurationMs),
    lineage: {
      ...lineageOfSeveral(choice, source),
      ...overrunOf(builder, shown.contentDurationMs),
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
export function placeChoice(builder: DayBuilder, choice: Choice, source: AiringSource): void {
  switch (choice.kind) {
    case 'asset':
      placeContent(builder, choice, source);
      return;
    case 'package':
    case 'shorts':
      placeSeveral(builder, choice, source);
  }
}
