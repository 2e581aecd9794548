import { z } from 'zod';

import { AiringId, AssetId, ChannelId, SeriesId } from './ids.ts';
import { DurationMsSchema, EpochMsSchema, IsoDateSchema } from './scalars.ts';

/** What the library knows of a programme beyond its title; empty where it knows nothing. */
export const GuideDetails = z.object({
  genres: z.array(z.string()),
  directors: z.array(z.string()),
  actors: z.array(z.string()),
  writers: z.array(z.string()),
  /** `system` is `null` where the tag names none. */
  ratings: z.array(z.object({ system: z.string().nullable(), value: z.string() })),
  /** Of ten, such as `7.5`; `null` when unknown. */
  stars: z.string().nullable(),
  language: z.string().nullable(),
});
export type GuideDetails = z.infer<typeof GuideDetails>;

/** What viewers are told about one airing. Breaks belong to it; there are no filler rows. */
export const GuideEntry = z.object({
  airingId: AiringId,
  channelId: ChannelId,
  broadcastDate: IsoDateSchema,
  startAt: EpochMsSchema,
  endAt: EpochMsSchema,
  title: z.string(),
  episodeTitle: z.string().nullable(),
  seasonNumber: z.int().nullable(),
  episodeNumber: z.int().nullable(),
  year: z.int().nullable(),
  kind: z.enum(['episode', 'movie', 'interstitial', 'slate', 'package']),
  assetId: AssetId.nullable(),
  seriesId: SeriesId.nullable().default(null),
  contentDurationMs: DurationMsSchema,
  /** "1h 45m" for movies, `null` where the grid says it all (INV-EPG-DURATION-VISIBILITY-001). */
  displayDuration: z.string().nullable(),
  /** When the channel showed the same asset last before this; `null`: never; left out: not known. */
  previousStartAt: EpochMsSchema.nullable().optional(),
  /** A change by hand put it where it is; left out otherwise. */
  isChangedByHand: z.boolean().optional(),
  /** The day awaits approval, so this may still change. Left out where it does not. */
  isTentative: z.literal(true).optional(),
  /** The programmes of a package, in air order; left out for everything else. */
  members: z
    .array(z.object({ assetId: AssetId, title: z.string(), episodeTitle: z.string().nullable() }))
    .optional(),
  /** Its place among the shorts of its airing, where viewers are told of each; left out otherwise. */
  part: z.int().nonnegative().optional(),
  /** Left out where the library knows nothing more. */
  details: GuideDetails.optional(),
});
export type GuideEntry = z.infer<typeof GuideEntry>;
