import { z } from 'zod';

import { AiringId, AssetId, ChannelId } from './ids.ts';
import { DurationMsSchema, EpochMsSchema, IsoDateSchema } from './scalars.ts';

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
  kind: z.enum(['episode', 'movie', 'interstitial', 'slate']),
  assetId: AssetId.nullable(),
  contentDurationMs: DurationMsSchema,
  /** "1h 45m" for movies, `null` where the grid says it all (INV-EPG-DURATION-VISIBILITY-001). */
  displayDuration: z.string().nullable(),
});
export type GuideEntry = z.infer<typeof GuideEntry>;
