import { z } from 'zod';

import { AssetKind } from './asset.ts';
import { BreakChanges } from './break-rules.ts';
import {
  AssetId,
  PlanId,
  RowId,
  SeriesId,
  VirtualAssetId,
  type AiringId,
  type ChannelId,
  type ScheduleDayId,
} from './ids.ts';
import { RecordedChange } from './override.ts';
import { EpisodePolicy } from './episode-policy.ts';
import { PlannedRow, RowFill } from './plan.ts';
import { DurationMsSchema, EpochMsSchema, IsoDateSchema } from './scalars.ts';
import { PackageMethod } from './virtual-asset.ts';
import type { DurationMs, EpochMs, IsoDate } from '../time/units.ts';

/** What a change by hand did to an airing, and the reason given for it. */
export const AiringOverride = z.object({
  type: z.enum(['placed', 'moved', 'trimmed', 'filled']),
  reason: z.string(),
  /** Where the airing started before, if it was moved. */
  fromStartAt: EpochMsSchema.nullable(),
  /** The row or zone whose airing it took the place of, where encores repeat that. */
  standsFor: RowId.optional(),
});
export type AiringOverride = z.infer<typeof AiringOverride>;

/** Which rotation an airing came from and where it left it, so that a kept airing moves it again as it did. */
export const RotationStep = z.object({
  /** The pool that was chosen from: a series' id, or the key of a list or rule. */
  pool: z.string(),
  /** The cursor that the airing moved. */
  cursor: z.string().optional(),
  /** The entry of the list whose turn it was, from 0. */
  turn: z.int().nonnegative().optional(),
  /** The deck dealt from, its number and the place of the card dealt. */
  deck: z.string().optional(),
  round: z.int().positive().optional(),
  place: z.string().optional(),
  /** The stars by which the airing took its turn; `null`: it has none. */
  stars: z.number().nullable().optional(),
  /** The hours of rest that were left of the rule's when it had to be relaxed. */
  relaxedToHours: z.number().nonnegative().optional(),
});
export type RotationStep = z.infer<typeof RotationStep>;

/** How a short was chosen that airs in one slot with others: what the lineage says of an airing of its own. */
export const ShortChoice = z.object({
  cursorBefore: AssetId.nullable(),
  seed: z.string().nullable(),
  eligibleCount: z.int().nonnegative(),
  rotation: RotationStep.optional(),
});
export type ShortChoice = z.infer<typeof ShortChoice>;

/** One asset of a package or of packed shorts as it airs, `[startMs, startMs + durationMs)` of the airing's content. */
export const AiringMember = z.object({
  assetId: AssetId,
  kind: AssetKind,
  title: z.string(),
  episodeTitle: z.string().nullable(),
  seriesId: SeriesId.nullable(),
  seasonNumber: z.int().nullable(),
  episodeNumber: z.int().nullable(),
  year: z.int().nullable(),
  startMs: DurationMsSchema,
  durationMs: DurationMsSchema,
  /** Opens the package, stands in its fixed sequence, was chosen by its rule, or closes it; or is a packed short. */
  role: z.enum(['before', 'sequence', 'chosen', 'after', 'short']),
  /** Text that was hashed to choose it. */
  seed: z.string().optional(),
  /** The deck that it was dealt from, and its place there. */
  round: z.int().positive().optional(),
  place: z.string().optional(),
  /** Of a packed short that another follows, where the guide has an entry for each: how long the break between them is. */
  breakAfterMs: DurationMsSchema.optional(),
  /** Of a packed short, unless an encore repeats it. */
  choice: ShortChoice.optional(),
});
export type AiringMember = z.infer<typeof AiringMember>;

/** What a row or zone that encores repeat aired, and when. */
export const FirstRun = z.object({
  /** The broadcast date. */
  date: IsoDateSchema,
  startAt: EpochMsSchema,
  /** `null` of a package and of packed shorts. */
  assetId: AssetId.nullable(),
  package: z
    .object({
      /** `null`: packed shorts. */
      virtualAssetId: VirtualAssetId.nullable(),
      name: z.string(),
      members: z.array(AiringMember).min(1),
    })
    .optional(),
});
export type FirstRun = z.infer<typeof FirstRun>;

/** Which airing an encore repeats. */
export const EncoreStep = FirstRun.omit({ assetId: true, package: true }).extend({
  /** The row or zone. */
  of: RowId,
});
export type EncoreStep = z.infer<typeof EncoreStep>;
/** Which package an airing is of, and how its members were chosen. */
export const PackageLineage = z.object({
  virtualAssetId: VirtualAssetId,
  /** `null`: a fixed sequence. */
  method: PackageMethod.nullable(),
  /** It has fewer members, or is shorter, than the package asks for. */
  isShort: z.boolean().optional(),
  /** So many of its fixed assets could not air. */
  missingCount: z.int().positive().optional(),
});
export type PackageLineage = z.infer<typeof PackageLineage>;

/** The end of an airing that its row fills: what with, and how long it is. */
export const LineageFill = RowFill.extend({ durationMs: DurationMsSchema.positive() });
export type LineageFill = z.infer<typeof LineageFill>;

/**
 * Why an airing is what it is: enough to resolve it again. The candidates themselves are recomputed when asked.
 */
export const Lineage = z.object({
  planId: PlanId.nullable(),
  assignmentId: RowId.nullable(),
  rule: z.enum(['assignment', 'zone', 'pin', 'default-programming', 'slate', 'override']),
  policy: EpisodePolicy.nullable(),
  /** The asset that the rotation stood on before this choice (sequential), or `null`. */
  cursorBefore: AssetId.nullable(),
  /** Text that was hashed for a random choice, or `null`. */
  seed: z.string().nullable(),
  eligibleCount: z.int().nonnegative(),
  operatorIntent: z.string().nullable(),
  /** Left out where the policy says it all: a series in order or at random. */
  rotation: RotationStep.optional(),
  /** The airing that it repeats. */
  encore: EncoreStep.optional(),
  /** The first airing of a row that must start at its time. */
  isHardStart: z.literal(true).optional(),
  /** What its plan and row say about its breaks. */
  breakRules: BreakChanges.optional(),
  /** Its last stretch is the rest of its row, which traffic fills from a pool of the row's own. */
  fill: LineageFill.optional(),
  /** So much of its content lies past its last grid line and does not air. */
  overrunMs: DurationMsSchema.positive().optional(),
  /** The last change by hand that made, moved or shortened the airing. */
  override: AiringOverride.optional(),
});
export type Lineage = z.infer<typeof Lineage>;

/** What an airing shows. */
export type AiringContent =
  | { readonly kind: 'asset'; readonly assetId: AssetId; readonly assetKind: AssetKind }
  /** A package as one programme. The members air in this order; their lengths sum to the airing's content. */
  | {
      readonly kind: 'package';
      readonly package: PackageLineage;
      readonly members: readonly AiringMember[];
    }
  /** Several pieces of content that share the slots of one; members as of a package. */
  | { readonly kind: 'shorts'; readonly members: readonly AiringMember[] }
  /** The station's slate: nothing that may air fits. */
  | { readonly kind: 'slate' };

/**
 * One showing of one piece of content. Occupies `[startAt, endAt)`, whole grid slots; breaks belong to it. In the database and over the
 * contract it is an `AiringRecord`.
 */
export interface Airing {
  readonly id: AiringId;
  readonly scheduleDayId: ScheduleDayId;
  readonly channelId: ChannelId;
  readonly broadcastDate: IsoDate;
  readonly startAt: EpochMs;
  readonly endAt: EpochMs;
  readonly content: AiringContent;
  readonly title: string;
  readonly episodeTitle: string | null;
  readonly seriesId: SeriesId | null;
  readonly seasonNumber: number | null;
  readonly episodeNumber: number | null;
  readonly year: number | null;
  /** Length of the content itself, without breaks. */
  readonly contentDurationMs: DurationMs;
  readonly lineage: Lineage;
}

/** What an airing of several assets consists of, in air order; nothing for the other kinds. */
export function membersOf({ content }: Pick<Airing, 'content'>): readonly AiringMember[] {
  switch (content.kind) {
    case 'package':
    case 'shorts':
      return content.members;
    case 'asset':
    case 'slate':
      return [];
  }
}

/** The assets that an airing plays, in order: its own, or its members'; none for the slate. */
export function assetIdsOf(airing: Pick<Airing, 'content'>): AssetId[] {
  const { content } = airing;
  return content.kind === 'asset'
    ? [content.assetId]
    : membersOf(airing).map((member) => member.assetId);
}

/** The assets that a first run played, in order. */
export function assetIdsOfRun({ assetId, package: several }: FirstRun): AssetId[] {
  if (several) return several.members.map((member) => member.assetId);
  return assetId === null ? [] : [assetId];
}

/** Where each rotation stands: the asset aired last, by series id. Survives catalogue changes, unlike an index. */
export const Cursors = z.record(z.string(), AssetId);
export type Cursors = z.infer<typeof Cursors>;

/** Where an episode stands in its series, so that a rotation finds its place again when the asset is gone. */
export const CursorPlace = z.object({
  seasonNumber: z.int().nullable(),
  episodeNumber: z.int().nullable(),
  title: z.string(),
  /** For rotations over more than one series, or by year. */
  seriesTitle: z.string().nullable().optional(),
  seriesId: SeriesId.nullable().optional(),
  year: z.int().nullable().optional(),
  stars: z.number().nullable().optional(),
});
export type CursorPlace = z.infer<typeof CursorPlace>;

/** Where a deck stands: its number, the text that shuffled it, and the place of the card dealt last. */
export const DeckState = z.object({
  round: z.int().positive(),
  seed: z.string(),
  place: z.string(),
});
export type DeckState = z.infer<typeof DeckState>;

/** A row of a day's plan whose window runs on past the day's end. */
export const ContinuingWindow = z.object({
  planId: PlanId,
  assignment: PlannedRow,
  endAt: EpochMsSchema,
  /** The window is a zone's; the row stands for it. */
  isZone: z.boolean().optional(),
  /** The window is a pin's; the row stands for it. */
  isPin: z.boolean().optional(),
  /** Of an encore: the date from which its days are counted, and what it has repeated last. */
  encore: z.object({ date: IsoDateSchema, after: EncoreStep.nullable() }).optional(),
});
export type ContinuingWindow = z.infer<typeof ContinuingWindow>;

/** When assets aired last, by id: those whose last airing was on one UTC date. */
export const AiredOnDate = z.record(z.string(), EpochMsSchema);
export type AiredOnDate = Readonly<z.infer<typeof AiredOnDate>>;

/** When assets aired last: a part for each UTC date, in order. What happens on a day touches few; the others are shared. */
export const AiredByDate = z.array(AiredOnDate);
export type AiredByDate = readonly AiredOnDate[];

/** All that must survive from one broadcast day to the resolving of the next. */
export const Carry = z.object({
  /** Content that runs on past the day's end occupies the next day's head until this instant; `null` for none. */
  occupiedUntil: EpochMsSchema.nullable(),
  cursors: Cursors,
  /** The place of each cursor's asset, by series id. */
  places: z.record(z.string(), CursorPlace).optional(),
  /** A window that goes on into the next day; airings that start there belong to that day. */
  continuing: ContinuingWindow.nullable().optional(),
  /** What aired last, so that default programming does not repeat it at once. */
  lastAssetId: AssetId.nullable().optional(),
  /** Decks by key. */
  decks: z.record(z.string(), DeckState).optional(),
  /** The entry of each list whose turn was last. */
  turns: z.record(z.string(), z.int().nonnegative()).optional(),
  /** By rotation, the part of a multi-part episode that aired last, as long as nothing else did. */
  parts: z.record(z.string(), AssetId).optional(),
  /** When assets aired last, of those that a plan's policy or rest asks about. */
  airedByDate: AiredByDate.readonly().optional(),
  /** The same in one piece, as older days have it; read, never written. */
  lastAired: AiredOnDate.optional(),
  /** By row or zone, what it aired in the last days, of those that encores repeat. */
  firstRuns: z.record(z.string(), z.array(FirstRun)).optional(),
});
export type Carry = z.infer<typeof Carry>;

export const EMPTY_CARRY: Carry = { occupiedUntil: null, cursors: {} };

/** The frozen result of resolving the plans of one channel for one broadcast day. */
export interface ScheduleDay {
  readonly id: ScheduleDayId;
  readonly channelId: ChannelId;
  readonly broadcastDate: IsoDate;
  /** The winning plan; `null` when none matched and default programming filled the day. */
  readonly planId: PlanId | null;
  readonly isManualOverride: boolean;
  readonly startAt: EpochMs;
  readonly endAt: EpochMs;
  readonly airings: readonly Airing[];
  readonly carryOut: Carry;
  /** SHA-256 of the canonical content, without ids of the run: equal inputs, equal hash. */
  readonly contentHash: string;
  readonly frozenAt: EpochMs;
  /** It airs only once it has been approved. Left out where the channel did not ask for that when it was frozen. */
  readonly needsApproval?: true;
}

/** Written before what it causes (INV-OVERRIDE-RECORD-PRECEDES-ARTIFACT-001). */
export const OverrideRecord = z.object({
  id: z.string(),
  layer: z.enum(['schedule-day', 'log']),
  targetId: z.string(),
  reason: z.string(),
  createdAt: EpochMsSchema,
  /** What was asked for, or `null` for a day that was resolved again. */
  change: RecordedChange.nullable(),
});
export type OverrideRecord = z.infer<typeof OverrideRecord>;
