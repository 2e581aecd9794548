import { breakRulesFor, contentRoomMs } from '../../model/break-rules.ts';
import type { Channel } from '../../model/channel.ts';
import type { Assignment } from '../../model/plan.ts';
import type { AiringMember } from '../../model/schedule-day.ts';
import { MS_PER_MINUTE, MS_PER_SECOND, type DurationMs, type EpochMs } from '../../time/units.ts';
import { titlesOf } from '../choose/asset-titles.ts';
import type { AssetChoice, ContentChoice } from '../choose/choose-content.ts';
import type { EpisodeChoice } from '../choose/episode-choice.ts';
import type { Choice } from '../choose/package-choice.ts';
import { recordAiring } from '../choose/rotation.ts';
import {
  airingIdOf,
  endOfContent,
  keepAiring,
  overrunOf,
  type AiringSource,
  type DayBuilder,
  type DraftAiring,
} from './day-builder.ts';
import { placeChoice } from './package-airing.ts';
import { withBreaksBetween } from './short-breaks.ts';

/** An airing is one entry of the guide and one row of the day; it does not grow without bound. */
const MOST_SHORTS = 24;
/** So often a draw that falls on what the slot has already is made again, a second later by its seed. */
const MOST_DRAWS = 8;
/** The title of an airing names so many series; the rest are counted. */
const MOST_TITLES = 3;

/** How long content may be that shares its slots with other content: with `auto` packing, under half of a grid slot. */
export function longestPackedMs(
  { gridMinutes }: Pick<Channel, 'gridMinutes'>,
  packing: Assignment['packing'] = 'auto',
): DurationMs {
  if (packing === 'never') return 0;
  const gridMs = gridMinutes * MS_PER_MINUTE;
  return packing === 'auto' ? Math.ceil(gridMs / 2) - 1 : Number.POSITIVE_INFINITY;
}

/**
 * The first choice with what else airs in its slots, in order. Another one is taken as long as it fits, has not been taken for
 * these slots and brings the content nearer to what the break rules leave for it; with `auto` packing each is under half of a
 * grid slot. What is not taken keeps its turn. The rotations are moved by all but the last of several; placing them moves them to the
 * same places again. `chooseNext` is given what a draw is seeded by and how long a short may be.
 */
export function packSlot(
  builder: DayBuilder,
  first: ContentChoice,
  { packing, breakRules }: Pick<Assignment, 'packing' | 'breakRules'>,
  chooseNext: (drawAt: EpochMs, roomMs: DurationMs) => ContentChoice | null,
): readonly ContentChoice[] {
  const { channel, cursorAt } = builder;
  const longestMs = longestPackedMs(channel, packing);
  if (first.kind !== 'asset' || first.asset.durationMs > longestMs) return [first];
  const slotMs = endOfContent(builder, first.asset.durationMs) - cursorAt;
  const rules = breakRulesFor(channel, 'package', breakRules ?? undefined);
  const roomMs = contentRoomMs(rules, slotMs);
  const taken: AssetChoice[] = [first];
  let contentMs = first.asset.durationMs;
  while (contentMs < roomMs && taken.length < MOST_SHORTS) {
    noteTaken(builder, taken);
    // As far past the share as the content is short of it now, it would be no nearer.
    const nearestMs = Math.min(slotMs - contentMs, 2 * (roomMs - contentMs) - 1, longestMs);
    const next = drawNew(taken, (draw) =>
      chooseNext(cursorAt + contentMs + draw * MS_PER_SECOND, longestMs),
    );
    if (next === null || next.asset.durationMs > nearestMs) break;
    taken.push(next);
    contentMs += next.asset.durationMs;
  }
  return taken;
}

/** Something that is not among those taken; `null` for none, and for a package. */
function drawNew(
  taken: readonly AssetChoice[],
  drawOnce: (draw: number) => ContentChoice | null,
): AssetChoice | null {
  for (let draw = 0; draw < MOST_DRAWS; draw += 1) {
    const next = drawOnce(draw);
    if (next?.kind !== 'asset') return null;
    if (!taken.some(({ asset }) => asset.id === next.asset.id)) return next;
    const isDrawn = next.seed !== null && next.rotation?.deck === undefined;
    if (!isDrawn) return null;
  }
  return null;
}

/** Lets the next choice know of the last one taken, as if it had been placed. */
function noteTaken(builder: DayBuilder, taken: readonly AssetChoice[]): void {
  const members = membersOf(taken).slice(-1);
  const airing = contentOfShorts(taken, members);
  const { policy = null } = taken[0] ?? {};
  recordAiring(
    builder.rotation,
    {
      ...airing,
      startAt: builder.cursorAt,
      lineage: {
        planId: null,
        assignmentId: null,
        rule: 'assignment',
        policy,
        operatorIntent: null,
        cursorBefore: null,
        seed: null,
        eligibleCount: 0,
      },
    },
    builder.remembered,
  );
  for (const { assetId } of members) {
    builder.lastAssetId = assetId;
    builder.airedToday.add(assetId);
  }
}

function membersOf(taken: readonly EpisodeChoice[]): AiringMember[] {
  let startMs = 0;
  return taken.map(({ asset, cursorBefore, seed, eligibleCount, rotation }) => {
    const { id: assetId, kind, seriesId, seasonNumber, episodeNumber, year, durationMs } = asset;
    const member: AiringMember = {
      ...titlesOf(asset),
      assetId,
      kind,
      seriesId,
      seasonNumber,
      episodeNumber,
      year,
      startMs,
      durationMs,
      role: 'short',
      choice: { cursorBefore, seed, eligibleCount, ...(rotation ? { rotation } : {}) },
    };
    startMs += durationMs;
    return member;
  });
}

/** What an airing of the shorts says of its content: it is called as its series are. */
function contentOfShorts(
  taken: readonly EpisodeChoice[],
  members: AiringMember[],
): Omit<DraftAiring, 'id' | 'channelId' | 'broadcastDate' | 'startAt' | 'endAt' | 'lineage'> {
  const titles = [...new Set(members.map(({ title }) => title))];
  const more = titles.length - MOST_TITLES;
  const named = titles.slice(0, MOST_TITLES).join(', ');
  const series = new Set(members.map(({ seriesId }) => seriesId));
  return {
    content: { kind: 'shorts', members },
    title: more > 0 ? `${named} and ${String(more)} more` : named,
    episodeTitle: null,
    seriesId: series.size === 1 ? (members[0]?.seriesId ?? null) : null,
    seasonNumber: null,
    episodeNumber: null,
    year: null,
    contentDurationMs: taken.reduce((sum, { asset }) => sum + asset.durationMs, 0),
  };
}

/** The shorts as they are placed: with the breaks between them where the guide has an entry for each. */
function timedMembersOf(
  builder: DayBuilder,
  shorts: readonly EpisodeChoice[],
  { breakRules }: AiringSource,
): AiringMember[] {
  const { channel, cursorAt } = builder;
  const members = membersOf(shorts);
  if (channel.shortsInGuide === 'slot') return members;
  const contentMs = members.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const slotMs = endOfContent(builder, contentMs) - cursorAt;
  return withBreaksBetween(members, slotMs, breakRulesFor(channel, 'package', breakRules));
}

/** Places what was chosen at the cursor: one choice, or several as one airing. */
export function placeChoices(
  builder: DayBuilder,
  choices: readonly Choice[],
  source: AiringSource,
): void {
  const [first] = choices;
  const shorts = choices.filter((choice) => choice.kind === 'asset');
  if (!first) return;
  if (shorts.length < 2) {
    placeChoice(builder, first, source);
    return;
  }
  const content = contentOfShorts(shorts, timedMembersOf(builder, shorts, source));
  const { cursorBefore, seed, eligibleCount } = first;
  keepAiring(builder, {
    id: airingIdOf(builder, shorts[0]?.asset.id ?? null),
    channelId: builder.channel.id,
    broadcastDate: builder.date,
    startAt: builder.cursorAt,
    endAt: endOfContent(builder, content.contentDurationMs),
    ...content,
    lineage: {
      ...source,
      cursorBefore,
      seed,
      eligibleCount,
      ...overrunOf(builder, content.contentDurationMs),
    },
  });
}
