import { z } from 'zod';

const FIELDS = {
  /** Breakpoints may be computed where content has no chapters (second class). Off: content plays straight through. */
  syntheticBreaks: z.boolean(),
  /** Number of computed breakpoints per half hour of content. */
  breaksPerHalfHour: z.int().min(1).max(6),
  /** Fade-out and fade-in around a computed breakpoint, milliseconds; 0 is a hard cut. */
  fadeMs: z.int().min(0).max(2_000),
  /** No break in the first and last so many milliseconds of content. */
  protectedEdgeMs: z.int().min(0).max(600_000),
  /** Smallest distance between two breakpoints. */
  minimumSpacingMs: z.int().min(10_000).max(3_600_000),
  /** Content may be cut at all. Off: one break after it, chapters or not. */
  cutsContent: z.boolean(),
  /** Chapters too keep the spacing and the protected head and tail; otherwise they are cut wherever they lie. */
  chaptersObeyRules: z.boolean(),
  /** No break before so much content has played; `null`: as `protectedEdgeMs` says. */
  protectedHeadMs: z.int().min(0).max(3_600_000).nullable(),
  /** No break in the last so many milliseconds of content; `null`: as `protectedEdgeMs` says. */
  protectedTailMs: z.int().min(0).max(3_600_000).nullable(),
  /** At most so many breaks inside content per hour of airing, in proportion for a part of an hour; `null`: no limit. */
  maximumBreaksPerHour: z.int().min(0).max(30).nullable(),
  /** At most so much break time inside content per hour of airing, in proportion; the rest follows the content. */
  maximumBreakMsPerHour: z.int().min(0).max(3_600_000).nullable(),
  /** A break inside content is at most so long, the rest follows the content; `null`: no limit. */
  maximumBreakMs: z.int().min(10_000).max(3_600_000).nullable(),
  /** A break opens and closes with a bumper where there are any. */
  bracketingBumpers: z.boolean(),
};

/** How breaks are cut into content. The later fields have defaults, because channels were stored before there were any. */
export const BreakRules = z.object({
  ...FIELDS,
  cutsContent: FIELDS.cutsContent.default(true),
  chaptersObeyRules: FIELDS.chaptersObeyRules.default(false),
  protectedHeadMs: FIELDS.protectedHeadMs.default(null),
  protectedTailMs: FIELDS.protectedTailMs.default(null),
  maximumBreaksPerHour: FIELDS.maximumBreaksPerHour.default(null),
  maximumBreakMsPerHour: FIELDS.maximumBreakMsPerHour.default(null),
  maximumBreakMs: FIELDS.maximumBreakMs.default(300_000),
  bracketingBumpers: FIELDS.bracketingBumpers.default(true),
});
export type BreakRules = z.infer<typeof BreakRules>;

export const DEFAULT_BREAK_RULES: BreakRules = BreakRules.parse({
  syntheticBreaks: true,
  breaksPerHalfHour: 3,
  fadeMs: 500,
  protectedEdgeMs: 60_000,
  minimumSpacingMs: 120_000,
});

/** Break rules in which something differs from the channel's: of a kind of content, a plan or a row. */
export const BreakChanges = z.strictObject(FIELDS).partial();
export type BreakChanges = z.infer<typeof BreakChanges>;

/** Kinds of content that may break in a way of their own. */
export const BREAKING_KINDS = ['episode', 'movie', 'package'] as const;
export type BreakingKind = (typeof BREAKING_KINDS)[number];

export const BreakRulesByKind = z.partialRecord(z.enum(BREAKING_KINDS), BreakChanges);
export type BreakRulesByKind = z.infer<typeof BreakRulesByKind>;

/** What a channel says about its breaks. */
export interface BreakingChannel {
  /** Network channels break into content; movie channels put one break after it. */
  readonly kind: 'network' | 'movie';
  readonly breakRules: BreakRules;
  readonly breakRulesByKind: BreakRulesByKind;
}

/**
 * The rules by which content of a kind breaks, field by field: what its row says, then its plan (both in `changes`, see
 * {@link mergedBreakChanges}), then the channel for the kind of content, then the channel.
 */
export function breakRulesFor(
  { kind, breakRules, breakRulesByKind }: BreakingChannel,
  contentKind: string,
  changes: BreakChanges = {},
): BreakRules {
  const cutsContent = kind === 'network' && breakRules.cutsContent;
  const known = BREAKING_KINDS.find((each) => each === contentKind);
  const byKind = known === undefined ? {} : breakRulesByKind[known];
  return BreakRules.parse({ ...breakRules, cutsContent, ...byKind, ...changes });
}

/** Of a slot that says nothing else: 22 and a half minutes of content in a half hour. */
const USUAL_CONTENT_SHARE = 0.75;

/**
 * How much of a slot, in milliseconds, is for content where the rules shape the slot: all but the break time that they allow inside
 * content; three quarters where they name no limit; everything where content is not broken into.
 */
export function contentRoomMs(rules: BreakRules, slotMs: number): number {
  if (!rules.cutsContent || rules.maximumBreaksPerHour === 0) return slotMs;
  const { maximumBreakMsPerHour: perHourMs } = rules;
  return Math.floor(
    slotMs * (perHourMs === null ? USUAL_CONTENT_SHARE : 1 - perHourMs / 3_600_000),
  );
}

/** What a row and its plan say together, the row first; `undefined`: nothing. */
export function mergedBreakChanges(
  plan: BreakChanges | null | undefined,
  row: BreakChanges | null | undefined,
): BreakChanges | undefined {
  return plan || row ? { ...plan, ...row } : undefined;
}
