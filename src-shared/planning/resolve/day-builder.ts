import type { Channel } from '../../model/channel.ts';
import type { AiringId, AssetId, ScheduleDayId, VirtualAssetId } from '../../model/ids.ts';
import type { RowFill } from '../../model/plan.ts';
import { assetIdsOf, type Airing, type Carry, type Lineage } from '../../model/schedule-day.ts';
import { canonicalJson, hashText } from '../../model/seed.ts';
import { broadcastDayWindow, countedMs, gridCeil } from '../../time/broadcast-day.ts';
import type { Interval } from '../../time/interval.ts';
import { MS_PER_MINUTE, type DurationMs, type EpochMs, type IsoDate } from '../../time/units.ts';
import { titlesOf } from '../choose/asset-titles.ts';
import type { EpisodeChoice } from '../choose/episode-choice.ts';
import { firstRunsOf, noteFirstRun, type EncoreNeeds, type FirstRuns } from './encore.ts';
import type { Remembered } from '../choose/remembered.ts';
import { recordAiring, rotationOf, type Rotation } from '../choose/rotation.ts';

/** An airing without the id of its day, which is known only when the day is whole. */
export type DraftAiring = Omit<Airing, 'scheduleDayId'>;

/** A day while it is being filled: where it stands, what has been placed, how far the rotations have gone. */
export interface DayBuilder {
  readonly channel: Channel;
  readonly date: IsoDate;
  readonly day: Interval;
  /** The start of the broadcast day by the channel's clock, from which its grid is counted. */
  readonly gridFrom: EpochMs;
  /** Where the kept head of the day ends; before it nothing is resolved. */
  protectedUntil: EpochMs;
  readonly airings: DraftAiring[];
  readonly airedToday: Set<AssetId>;
  readonly rotation: Rotation;
  /** Assets whose last airing is to be remembered. */
  readonly remembered: Remembered;
  /** Rows and zones whose airings are to be remembered for encores, and those airings. */
  readonly encoreNeeds: EncoreNeeds;
  readonly firstRuns: FirstRuns;
  lastAssetId: AssetId | null;
  /** Where the next airing starts; always on a grid line. */
  cursorAt: EpochMs;
}

/** Starts a day where the carry and the protected airings leave off. */
export function startDay(
  channel: Channel,
  date: IsoDate,
  carryIn: Carry,
  protectedAirings: readonly Airing[],
  opensAt: EpochMs | null,
  remembered: Remembered,
  encoreNeeds: EncoreNeeds = new Map(),
): DayBuilder {
  const window = broadcastDayWindow(channel, date);
  const day = { ...window, startAt: Math.min(window.startAt, opensAt ?? window.startAt) };
  const builder: DayBuilder = {
    channel,
    date,
    day,
    gridFrom: window.startAt,
    protectedUntil: day.startAt,
    airings: [],
    airedToday: new Set(),
    rotation: rotationOf(carryIn),
    remembered,
    encoreNeeds,
    firstRuns: firstRunsOf(carryIn, encoreNeeds),
    lastAssetId: carryIn.lastAssetId ?? null,
    cursorAt: opensAt ?? day.startAt,
  };
  const occupiedUntil = carryIn.occupiedUntil ?? day.startAt;
  if (opensAt === null && occupiedUntil > day.startAt) {
    builder.cursorAt = nextLine(builder, occupiedUntil);
  }
  for (const airing of protectedAirings) {
    keepAiring(builder, airing);
    builder.protectedUntil = airing.endAt;
  }
  return builder;
}

/** Places an airing that is whole, such as one frozen before, and moves its rotation as it did then. */
export function keepAiring(builder: DayBuilder, airing: DraftAiring): void {
  const draft: DraftAiring & { scheduleDayId?: ScheduleDayId } = { ...airing };
  delete draft.scheduleDayId;
  append(builder, draft);
}

/** The first grid line of the day at or after the instant; past the day's end, of the day after. */
function nextLine({ channel, day, gridFrom }: DayBuilder, at: EpochMs): EpochMs {
  if (at >= day.endAt) return gridCeil(channel, at);
  const gridMs = channel.gridMinutes * MS_PER_MINUTE;
  return Math.min(gridFrom + Math.ceil((at - gridFrom) / gridMs) * gridMs, day.endAt);
}

/** The first grid line at or after the instant, in the next day too. */
export function gridLine(builder: DayBuilder, at: EpochMs): EpochMs {
  return nextLine(builder, at);
}

/**
 * Where content of this length, starting now, stops occupying grid slots. What runs past a line by no more than the channel
 * tolerates ends at that line.
 */
export function endOfContent(builder: DayBuilder, contentMs: DurationMs): EpochMs {
  return nextLine(builder, builder.cursorAt + countedMs(contentMs, builder.channel));
}

/** What of content that is placed now lies past its last grid line, for its lineage. */
export function overrunOf(builder: DayBuilder, contentMs: DurationMs): Pick<Lineage, 'overrunMs'> {
  const overrunMs = builder.cursorAt + contentMs - endOfContent(builder, contentMs);
  return overrunMs > 0 ? { overrunMs } : {};
}

/** Moves on to the first grid line at or after `at`, never back and never past the day's end. */
export function lineAtOrAfter(builder: DayBuilder, at: EpochMs): EpochMs {
  return Math.min(nextLine(builder, at), builder.day.endAt);
}

function append(builder: DayBuilder, airing: DraftAiring): void {
  builder.airings.push(airing);
  recordAiring(builder.rotation, airing, builder.remembered);
  noteFirstRun(builder.firstRuns, builder.encoreNeeds, airing);
  builder.cursorAt = airing.endAt;
  for (const assetId of assetIdsOf(airing)) {
    builder.lastAssetId = assetId;
    builder.airedToday.add(assetId);
  }
}

/** The id of an airing of the asset or package that starts where the day stands now; `null` for the slate. */
export function airingIdOf(
  builder: DayBuilder,
  contentId: AssetId | VirtualAssetId | null,
): AiringId {
  const identity = [builder.channel.id, builder.date, builder.cursorAt, contentId];
  return hashText(canonicalJson(identity)).slice(0, 32) as AiringId;
}

/** What an airing is placed for. */
export type AiringSource = Pick<
  Lineage,
  | 'planId'
  | 'assignmentId'
  | 'rule'
  | 'policy'
  | 'operatorIntent'
  | 'override'
  | 'encore'
  | 'isHardStart'
  | 'breakRules'
>;

/** Places content at the cursor. The airing takes whole grid slots; it is never cut here (C-LF-01). */
export function placeContent(
  builder: DayBuilder,
  choice: EpisodeChoice,
  source: AiringSource,
): void {
  const { asset } = choice;
  append(builder, {
    id: airingIdOf(builder, asset.id),
    channelId: builder.channel.id,
    broadcastDate: builder.date,
    startAt: builder.cursorAt,
    endAt: endOfContent(builder, asset.durationMs),
    content: { kind: 'asset', assetId: asset.id, assetKind: asset.kind },
    ...titlesOf(asset),
    seriesId: asset.seriesId,
    seasonNumber: asset.seasonNumber,
    episodeNumber: asset.episodeNumber,
    year: asset.year,
    contentDurationMs: asset.durationMs,
    lineage: {
      ...source,
      cursorBefore: choice.cursorBefore,
      seed: choice.seed,
      eligibleCount: choice.eligibleCount,
      ...(choice.rotation ? { rotation: choice.rotation } : {}),
      ...overrunOf(builder, asset.durationMs),
    },
  });
}

/** Lets the last airing go on until the grid line `endAt`, with its row's fill after its content, of which nothing is trimmed. */
export function lengthenByFill(builder: DayBuilder, fill: RowFill, endAt: EpochMs): void {
  const last = builder.airings.pop();
  if (!last) return;
  const { overrunMs = 0, ...lineage } = last.lineage;
  const durationMs = endAt - last.endAt - overrunMs;
  builder.airings.push({ ...last, endAt, lineage: { ...lineage, fill: { ...fill, durationMs } } });
  builder.cursorAt = endAt;
}

/** Places the station's slate from the cursor to `endAt`. */
export function placeSlate(builder: DayBuilder, endAt: EpochMs, eligibleCount: number): void {
  append(builder, {
    id: airingIdOf(builder, null),
    channelId: builder.channel.id,
    broadcastDate: builder.date,
    startAt: builder.cursorAt,
    endAt,
    content: { kind: 'slate' },
    title: builder.channel.name,
    episodeTitle: null,
    seriesId: null,
    seasonNumber: null,
    episodeNumber: null,
    year: null,
    contentDurationMs: 0,
    lineage: {
      planId: null,
      assignmentId: null,
      rule: 'slate',
      policy: null,
      cursorBefore: null,
      seed: null,
      eligibleCount,
      operatorIntent: null,
    },
  });
}
