import { z } from 'zod';

import { ContentRule, DaypartRule, MOST_DAYPARTS } from './content-rule.ts';
import { DEFAULT_HOUSE_FORMAT, HouseFormat } from './house-format.ts';
import { AssetId, ChannelId, SeriesId } from './ids.ts';
import { EpisodePolicy } from './episode-policy.ts';
import {
  EpochMsSchema,
  LocalTimeSchema,
  TimeZoneSchema,
  nameSchema,
  StoredNameSchema,
} from './scalars.ts';
import { DEFAULT_TRAFFIC_RULES, TrafficRules } from './traffic.ts';

export const GRID_MINUTES = [15, 30, 60] as const;

/** What a channel airs where no plan says anything, so that a day always tiles. */
export const DefaultProgramming = z.discriminatedUnion('kind', [
  /** Every eligible episode and movie in a seeded order. */
  z.object({ kind: z.literal('library') }),
  z.object({ kind: z.literal('series'), seriesId: SeriesId }),
  z.object({ kind: z.literal('asset'), assetId: AssetId }),
  /** Whatever matches, chosen by the policy. */
  z.object({ kind: z.literal('rule'), rule: ContentRule, episodePolicy: EpisodePolicy }),
  /** The station's slate. */
  z.object({ kind: z.literal('slate') }),
]);
export type DefaultProgramming = z.infer<typeof DefaultProgramming>;

/** How breaks are cut into content on this channel. */
export const BreakRules = z.object({
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
  cutsContent: z.boolean().default(true),
  /** Chapters too keep the spacing and the protected head and tail; otherwise they are cut wherever they lie. */
  chaptersObeyRules: z.boolean().default(false),
  /** No break before so much content has played; `null`: as `protectedEdgeMs` says. */
  protectedHeadMs: z.int().min(0).max(3_600_000).nullable().default(null),
  /** No break in the last so many milliseconds of content; `null`: as `protectedEdgeMs` says. */
  protectedTailMs: z.int().min(0).max(3_600_000).nullable().default(null),
  /** At most so many breaks inside content per hour of airing, in proportion for a part of an hour; `null`: no limit. */
  maximumBreaksPerHour: z.int().min(0).max(30).nullable().default(null),
  /** At most so much break time inside content per hour of airing, in proportion; the rest follows the content. */
  maximumBreakMsPerHour: z.int().min(0).max(3_600_000).nullable().default(null),
  /** A break opens and closes with a bumper where there are any. */
  bracketingBumpers: z.boolean().default(true),
});
export type BreakRules = z.infer<typeof BreakRules>;

export const DEFAULT_BREAK_RULES: BreakRules = {
  syntheticBreaks: true,
  breaksPerHalfHour: 3,
  fadeMs: 500,
  protectedEdgeMs: 60_000,
  minimumSpacingMs: 120_000,
  cutsContent: true,
  chaptersObeyRules: false,
  protectedHeadMs: null,
  protectedTailMs: null,
  maximumBreaksPerHour: null,
  maximumBreakMsPerHour: null,
  bracketingBumpers: true,
};

/** The fields an operator may set; the rest of a channel is the station's business. */
export const ChannelFields = z.object({
  number: z.int().min(1).max(9_999),
  name: nameSchema(120),
  timezone: TimeZoneSchema,
  gridMinutes: z.literal(GRID_MINUTES),
  dayStart: LocalTimeSchema,
  /** Network channels break into content; movie channels put one break after it. */
  kind: z.enum(['network', 'movie']),
  houseFormat: HouseFormat,
  breakRules: BreakRules,
  traffic: TrafficRules,
  defaultProgramming: DefaultProgramming,
  /** What must hold of whatever the channel chooses to air in certain hours; none: anything may air at any time. */
  dayparts: z.array(DaypartRule).max(MOST_DAYPARTS),
  /** When material is prepared: for viewers, or always ahead. */
  preparation: z.enum(['on-demand', 'always']),
  /** How many encoders may prepare material of the channel at once; `null`: as many as the station has. */
  preparationLimit: z.int().min(1).max(16).nullable(),
  loudnessTargetLufs: z.number().min(-40).max(-10),
  isActive: z.boolean(),
  /** A day airs only after the operator has approved it. */
  requiresApproval: z.boolean(),
});
export type ChannelFields = z.infer<typeof ChannelFields>;

/** One linear output of the station. */
export const Channel = ChannelFields.extend({
  id: ChannelId,
  name: StoredNameSchema,
  /** Lower-case kebab name used in addresses; never changes. */
  slug: z
    .string()
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
    .max(64),
  /** The instant of frame 0. */
  epochAt: EpochMsSchema,
  /** Increases by one with every change; an update that names an older one is refused. */
  version: z.int().positive(),
  createdAt: EpochMsSchema,
  updatedAt: EpochMsSchema,
});
export type Channel = z.infer<typeof Channel>;

export const DEFAULT_CHANNEL_FIELDS: Omit<ChannelFields, 'number' | 'name' | 'timezone'> = {
  gridMinutes: 30,
  dayStart: '06:00',
  kind: 'network',
  houseFormat: DEFAULT_HOUSE_FORMAT,
  breakRules: DEFAULT_BREAK_RULES,
  traffic: DEFAULT_TRAFFIC_RULES,
  defaultProgramming: { kind: 'library' },
  dayparts: [],
  preparation: 'on-demand',
  preparationLimit: null,
  loudnessTargetLufs: -24,
  isActive: true,
  requiresApproval: false,
};
