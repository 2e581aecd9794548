import { z } from 'zod';

import { AssetId, PlanId } from './ids.ts';
import { EpochMsSchema } from './scalars.ts';
import { OverrideRecord } from './schedule-day.ts';

/** Something that could have aired, and why it does or does not. */
export const Candidate = z.object({
  assetId: AssetId,
  title: z.string(),
  episodeTitle: z.string().nullable(),
  isChosen: z.boolean(),
  reason: z.string(),
});
export type Candidate = z.infer<typeof Candidate>;

/** The candidates of one choice, worked out again from what the station knows today. */
export const Candidates = z.object({
  /** The chosen one first, then those whose turn is next; at most {@link MOST_CANDIDATES}. */
  candidates: z.array(Candidate),
  total: z.int().nonnegative(),
  /** Whether the same would be chosen today; `null` when what chose is gone. */
  isChosenAgain: z.boolean().nullable(),
});
export type Candidates = z.infer<typeof Candidates>;

/** More are counted, not listed. */
export const MOST_CANDIDATES = 100;

/** A plan in force on a date, in its place among the layers. */
export const PlanLayer = z.object({
  planId: PlanId,
  name: z.string(),
  priority: z.int(),
  layering: z.enum(['replace', 'merge']),
  /** Whether the airing comes from it. */
  isSource: z.boolean(),
  /** Whether it counts on the date at all, or lies below a plan that replaces it. */
  isCovered: z.boolean(),
});
export type PlanLayer = z.infer<typeof PlanLayer>;

/** One step of the way from a plan to the locked log. */
export const TraceStep = z.object({
  step: z.enum([
    ...['plan', 'assignments', 'content', 'time', 'instructions'],
    ...['validate', 'create', 'freeze', 'playlog'],
  ] as const),
  sentence: z.string(),
});
export type TraceStep = z.infer<typeof TraceStep>;

/** All that is known of why an airing is there. */
export const AiringExplanation = Candidates.extend({
  /** From the general to the particular. */
  sentences: z.array(z.string()),
  /** Plans in force on the date today, the highest first. */
  layers: z.array(PlanLayer),
  /** The plan's window in which it airs, where it can still be told. */
  window: z.object({ startAt: EpochMsSchema, endAt: EpochMsSchema }).nullable(),
  /** The changes by hand, and regenerations, that put it where it is, oldest first. */
  overrides: z.array(OverrideRecord),
});
export type AiringExplanation = z.infer<typeof AiringExplanation>;
