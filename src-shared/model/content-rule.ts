import { z } from 'zod';

/** At least one word, compared without case. */
const Names = z.array(z.string().trim().min(1).max(255)).min(1).max(200);

const YearSpan = z
  .strictObject({ from: z.int().min(1_800).optional(), to: z.int().min(1_800).optional() })
  .refine(({ from, to }) => from !== undefined || to !== undefined, {
    error: 'Give the first year (from), the last (to), or both.',
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
});
export type ContentCriteria = z.infer<typeof ContentCriteria>;

/** A choice of programmes by what they are, as data. It names things by title, never by place. */
export const ContentRule = ContentCriteria.extend({
  /** What matches this is left out. */
  exclude: ContentCriteria.optional(),
  /** Hours for which a programme rests after it has aired on the channel; relaxed step by step when nothing is left. */
  notAiredWithinHours: z.number().positive().max(8_760).optional(),
});
export type ContentRule = z.infer<typeof ContentRule>;
