import { z } from 'zod';

import { BreakRules, BreakRulesByKind, DEFAULT_BREAK_RULES } from './break-rules.ts';
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
  /** What differs from the break rules for a kind of content. */
  breakRulesByKind: BreakRulesByKind,
  /** Content that runs past a grid line by no more than this ends at the line, with a fade, instead of taking another slot. */
  overrunToleranceMs: z.int().min(0).max(60_000),
  /** Whether short programmes that share the slots of one are one entry of the guide together, or each its own. */
  shortsInGuide: z.enum(['slot', 'each']),
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
    .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, {
      error: 'Write small letters, digits and single hyphens between them.',
    })
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
  // A film is not television in acts: it is broken into, but seldom.
  breakRulesByKind: { movie: { maximumBreaksPerHour: 2 } },
  overrunToleranceMs: 10_000,
  shortsInGuide: 'slot',
  traffic: DEFAULT_TRAFFIC_RULES,
  defaultProgramming: { kind: 'library' },
  dayparts: [],
  preparation: 'on-demand',
  preparationLimit: null,
  loudnessTargetLufs: -24,
  isActive: true,
  requiresApproval: false,
};
