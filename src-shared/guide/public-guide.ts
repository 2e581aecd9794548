import { z } from 'zod';

import { GuideEntry } from '../model/guide.ts';
import { EpochMsSchema } from '../model/scalars.ts';

/** One row of what the network may know of the guide: no internal ids. */
export const PublicGuideEntry = GuideEntry.pick({
  startAt: true,
  endAt: true,
  title: true,
  episodeTitle: true,
  seasonNumber: true,
  episodeNumber: true,
  year: true,
  kind: true,
  displayDuration: true,
  contentDurationMs: true,
  previousStartAt: true,
  isTentative: true,
  details: true,
});
export type PublicGuideEntry = z.infer<typeof PublicGuideEntry>;

export const PublicGuideChannel = z.object({
  slug: z.string(),
  number: z.int(),
  name: z.string(),
  /** In air order; those that overlap the window. */
  entries: z.array(PublicGuideEntry),
});
export type PublicGuideChannel = z.infer<typeof PublicGuideChannel>;

/** The answer of `/guide/data.json`: the guide of every channel in a half-open window. */
export const PublicGuide = z.object({
  stationName: z.string(),
  startAt: EpochMsSchema,
  endAt: EpochMsSchema,
  channels: z.array(PublicGuideChannel),
});
export type PublicGuide = z.infer<typeof PublicGuide>;
