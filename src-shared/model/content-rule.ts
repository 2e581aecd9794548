import { z } from 'zod';

import { RatingLimit } from './content-rating.ts';
import { DaypartHours } from './daypart.ts';

/** At least one word, compared without case. */
const Names = z.array(z.string().trim().min(1).max(255)).min(1).max(200);

const YearSpan = z
  .strictObject({ from: z.int().min(1_800).optional(), to: z.int().min(1_800).optional() })
  .refine(({ from, to }) => from !== undefined || to !== undefined, {
    error: 'Give the first year (from), the last (to), or both.',
  });

const SeasonSpan = z
  .strictObject({ from: z.int().nonnegative().optional(), to: z.int().nonnegative().optional() })
  .refine(({ from, to }) => from !== undefined || to !== undefined, {
    error: 'Give the first season (from), the last (to), or both; specials are season 0.',
  });

const MinutesSpan = z
  .strictObject({ min: z.number().nonnegative().optional(), max: z.number().positive().optional() })
  .refine(({ min, max }) => min !== undefined || max !== undefined, {
    error: 'Give the shortest length (min), the longest (max), or both.',
  });

/**
 * What a programme must be to match; every field that is there must hold, and within a field with several words one is
 * enough unless it says otherwise. Words are compared without case. Described for operators in docs/content-rules.md.
 */
export const ContentCriteria = z.strictObject({
  kind: z
    .array(z.enum(['episode', 'movie']))
    .min(1)
    .optional(),
  /** Titles (or ids) of series. */
  series: Names.optional(),
  /** Seasons, both included; specials are season 0. What has no season is in none. */
  season: SeasonSpan.optional(),
  /** Tags `genre:<word>`, or a tag that is the word itself. */
  genre: Names.optional(),
  /** Tags that must all be there; `namespace:*` means any tag of the namespace. */
  tags: Names.optional(),
  /** Tags of which one is enough; `namespace:*` as above. */
  anyTag: Names.optional(),
  /** `<system>:<code>`, matched by the tag `rating:<system>:<code>`. */
  rating: Names.optional(),
  year: YearSpan.optional(),
  /** First years of decades, such as 1980. */
  decade: z
    .array(z.int().multipleOf(10, { error: 'Write a decade as 1980.' }))
    .min(1)
    .optional(),
  durationMinutes: MinutesSpan.optional(),
  /** Words that must all occur in the title, or in the series' title. */
  title: z.string().trim().min(1).max(255).optional(),
  /** Names of sources. */
  source: Names.optional(),
  /** Names by the tags `actor:`, `director:` and `writer:`; `<role>:<name>` asks for one of the roles. */
  people: Names.optional(),
  /** The strictest rating that matches; what is not rated never does. */
  ratingAtMost: RatingLimit.optional(),
  /** Added to the library so many days before the broadcast date or later. */
  addedWithinDays: z.int().positive().max(36_500).optional(),
});
export type ContentCriteria = z.infer<typeof ContentCriteria>;

/** What must also hold of whatever airs in certain hours, be it only for a part of its length. */
export const DaypartRule = ContentCriteria.extend({
  hours: DaypartHours,
  /** What matches this may not air in these hours. */
  exclude: ContentCriteria.optional(),
}).refine((rule) => Object.values(rule).filter((value) => value !== undefined).length > 1, {
  error: 'Say what must hold in these hours.',
});
export type DaypartRule = z.infer<typeof DaypartRule>;

export const MOST_DAYPARTS = 24;

/** A choice of programmes by what they are, as data. It names things by title, never by place. */
export const ContentRule = ContentCriteria.extend({
  /** What matches this is left out. */
  exclude: ContentCriteria.optional(),
  /** What must hold besides, by hours of the day. */
  dayparts: z.array(DaypartRule).min(1).max(MOST_DAYPARTS).optional(),
  /** Hours for which a programme rests after it has aired on the channel; relaxed step by step when nothing is left. */
  notAiredWithinHours: z.number().positive().max(8_760).optional(),
});
export type ContentRule = z.infer<typeof ContentRule>;
