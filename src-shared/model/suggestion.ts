import { z } from 'zod';

import { EpisodePolicy } from './episode-policy.ts';
import { ContentReference } from './plan.ts';
import { DurationMsSchema, EpochMsSchema, IsoDateSchema } from './scalars.ts';

/** Why something suits a slot, or does not so well, and what it weighs. */
export const SuggestionReason = z.object({
  kind: z.enum(['fit', 'rest', 'order', 'neighbour', 'season', 'stars', 'plan']),
  text: z.string(),
  /** Added to the score; the larger sum ranks higher. */
  points: z.int(),
});
export type SuggestionReason = z.infer<typeof SuggestionReason>;

/** Something that could fill a slot. Accepting it is making a row of its content. */
export const Suggestion = z.object({
  content: ContentReference,
  episodePolicy: EpisodePolicy,
  /** The series, the film, or the rule in words. */
  title: z.string(),
  kind: z.enum(['series', 'movie', 'rule']),
  /** What would air first; of a rule only its words are known. */
  first: z.string(),
  /** How many airings fit; of a rule the longest that it matches stands for all. */
  airings: z.int().positive(),
  /** How long their content is together; the rest of the slot is for breaks. */
  contentMs: DurationMsSchema,
  score: z.int(),
  reasons: z.array(SuggestionReason),
});
export type Suggestion = z.infer<typeof Suggestion>;

/** Suggestions for a slot, the best first, and what was left out. */
export const Suggestions = z.object({
  date: IsoDateSchema,
  startAt: EpochMsSchema,
  endAt: EpochMsSchema,
  suggestions: z.array(Suggestion),
  /** How many there are in all. */
  total: z.int().nonnegative(),
  /** Series, films and rules that were left out, by the first reason against each; the commonest first. */
  excluded: z.array(z.object({ reason: z.string(), count: z.int().positive() })),
});
export type Suggestions = z.infer<typeof Suggestions>;
