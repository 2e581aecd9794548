import { z } from 'zod';

import { AiringId, AssetId, LogBlockId, LogEventId, PlanId, SeriesId } from './ids.ts';
import { Pin } from './pin.ts';
import { DurationMsSchema, EpochMsSchema, IsoDateSchema } from './scalars.ts';

/**
 * How far the change of one airing may reach. `airing`: what follows keeps its start; what is in the way falls out.
 * `until-fixed-start`: what follows moves up or down as far as the next start of a plan's window, which stays.
 * `rest-of-day`: everything after it moves, starts of windows too.
 */
export const OverrideScope = z.enum(['airing', 'until-fixed-start', 'rest-of-day']);
export type OverrideScope = z.infer<typeof OverrideScope>;

const Target = z.object({ airingId: AiringId, scope: OverrideScope.default('airing') });

/** A change by hand of a frozen day. */
export const DayOverride = z.discriminatedUnion('type', [
  /** Another asset in the airing's place. */
  Target.extend({ type: z.literal('replace'), assetId: AssetId }),
  /** An asset before the airing. */
  Target.extend({ type: z.literal('insert'), assetId: AssetId }),
  Target.extend({ type: z.literal('remove') }),
  /** Only the first so many milliseconds of the content. */
  Target.extend({ type: z.literal('trim'), contentDurationMs: DurationMsSchema.min(1_000) }),
  /** The airing at another start, on a grid line of the day. */
  Target.extend({ type: z.literal('shift'), startAt: EpochMsSchema }),
  /** An asset at a grid line of the day, whatever is on: an airing that runs across the line is cut off there. */
  z.object({
    type: z.literal('preempt'),
    at: EpochMsSchema,
    assetId: AssetId,
    scope: OverrideScope.default('until-fixed-start'),
  }),
  /** Content that has grown since the day was frozen gets the slots that it needs; what follows goes on at the next grid line. */
  z.object({ type: z.literal('rebalance') }),
  /** All that is free of the day from another plan of the channel, whatever its dates. */
  z.object({ type: z.literal('plan'), planId: PlanId }),
  /** A pin for the date, and what follows it resolved again around it; what comes before stays. */
  z.object({ type: z.literal('pin'), pin: Pin }),
]);
export type DayOverride = z.infer<typeof DayOverride>;

/** All that an operator can do to a frozen day: override it, or take it back to an earlier generation (1 is the first). */
export const DayChange = z.discriminatedUnion('type', [
  ...DayOverride.options,
  z.object({ type: z.literal('revert'), generation: z.int().positive() }),
]);
export type DayChange = z.infer<typeof DayChange>;

/** What the station does by itself to a day that was not approved in time. */
export const DayFallback = z.object({
  type: z.literal('fallback'),
  /** The version that was not approved. */
  fromGeneration: z.int().positive(),
  /** The approved version that airs instead; `null`: default programming. */
  toGeneration: z.int().positive().nullable(),
});
export type DayFallback = z.infer<typeof DayFallback>;

/** What may fill the place of one interstitial of the log: another asset, or black. */
export const BreakItemChange = z.discriminatedUnion('type', [
  z.object({ type: z.literal('swap'), eventId: LogEventId, assetId: AssetId }),
  z.object({ type: z.literal('drop'), eventId: LogEventId }),
]);
export type BreakItemChange = z.infer<typeof BreakItemChange>;

/** Everything that a record may say was done to a day or to the log. */
export const RecordedChange = z.discriminatedUnion('type', [
  ...DayChange.options,
  DayFallback,
  ...BreakItemChange.options,
  z.object({ type: z.literal('replan'), startAt: EpochMsSchema, endAt: EpochMsSchema }),
]);
export type RecordedChange = z.infer<typeof RecordedChange>;

/** What became of one airing. `before` is `null` for one that is new, `after` for one that falls out. */
export const AiringChange = z.object({
  type: z.enum(['added', 'removed', 'moved', 'trimmed', 'lengthened']),
  title: z.string(),
  episodeTitle: z.string().nullable(),
  assetId: AssetId.nullable(),
  before: z.object({ id: AiringId, startAt: EpochMsSchema, endAt: EpochMsSchema }).nullable(),
  after: z.object({ id: AiringId, startAt: EpochMsSchema, endAt: EpochMsSchema }).nullable(),
  /** An episode that falls out although its series goes on after it: its rotation does not come back to it. */
  isSkipped: z.boolean(),
});
export type AiringChange = z.infer<typeof AiringChange>;

/** A series that stands elsewhere at the day's end than it did. */
export const CursorChange = z.object({
  seriesId: SeriesId,
  before: AssetId.nullable(),
  after: AssetId.nullable(),
});
export type CursorChange = z.infer<typeof CursorChange>;

/** What a change does to a day, told before it is made. */
export const OverrideImpact = z.object({
  /** In order of time. */
  changes: z.array(AiringChange),
  /** Rotations that days not planned yet take up elsewhere than before; none while later days are frozen. */
  cursors: z.array(CursorChange),
  /** Days after this one that are frozen and stay. */
  laterFrozenDates: z.array(IsoDateSchema),
  /** Blocks of the locked log that are made anew; left out unless it was unlocked for the change. */
  relockedBlocks: z.array(LogBlockId).optional(),
});
export type OverrideImpact = z.infer<typeof OverrideImpact>;
