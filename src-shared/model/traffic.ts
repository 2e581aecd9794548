import { z } from 'zod';

import { MS_PER_HOUR } from '../time/units.ts';
import { INTERSTITIAL_KINDS, InterstitialKind } from './asset.ts';

/** What is left of a break belongs to the event before it, up to this long: its last picture is held, and fades. */
export const LONGEST_HOLD_MS = 1_000;

const MS_PER_WEEK = 7 * 24 * MS_PER_HOUR;

/** What traffic may choose from: interstitials and, for the rest of a row, short programmes. */
export type SpotKind = InterstitialKind | 'short';

/** The rules that may be set aside before there is black, in the order in which they are. */
export const RELAXATIONS = ['rest', 'repeat', 'daily-cap'] as const;
export type Relaxation = (typeof RELAXATIONS)[number];

/** What may fill a channel's breaks, and how often. Kept for each channel on its own. */
export const TrafficRules = z.object({
  /** Nothing of another kind goes into a break. */
  allowedKinds: z.array(InterstitialKind).default([...INTERSTITIAL_KINDS]),
  /** An interstitial rests so long between two starts, milliseconds. */
  defaultCooldownMs: z.int().min(0).max(MS_PER_WEEK).default(MS_PER_HOUR),
  /** Another rest for some kinds. */
  kindCooldownsMs: z.partialRecord(InterstitialKind, z.int().min(0).max(MS_PER_WEEK)).default({}),
  /**
   * What has not rested or has had its plays stays out, and the break gets black instead. Otherwise, before there is black:
   * what rested longest is taken, then spots repeat in the break, then the plays of the day are gone over.
   */
  isCooldownStrict: z.boolean().default(false),
  /** At most so many starts of one interstitial in a broadcast day; 0 is no limit. */
  maximumPlaysPerDay: z.int().min(0).max(1_000).default(0),
});
export type TrafficRules = z.infer<typeof TrafficRules>;

export const DEFAULT_TRAFFIC_RULES: TrafficRules = TrafficRules.parse({});

/** The rules by which one hole is filled: the channel's, but for the kinds, which may be a row's. */
export type SpotRules = Omit<TrafficRules, 'allowedKinds'> & {
  readonly allowedKinds: readonly SpotKind[];
};

/** The rest of a kind between two starts of one interstitial, milliseconds. */
export function cooldownOf(
  { kindCooldownsMs, defaultCooldownMs }: Pick<SpotRules, 'kindCooldownsMs' | 'defaultCooldownMs'>,
  kind: SpotKind,
): number {
  return (kind === 'short' ? undefined : kindCooldownsMs[kind]) ?? defaultCooldownMs;
}

/** The longest rest that any kind is given, milliseconds: as far back as plays matter to the rest. */
export function longestCooldownMs(
  rules: Pick<TrafficRules, 'kindCooldownsMs' | 'defaultCooldownMs'>,
): number {
  return Math.max(rules.defaultCooldownMs, ...Object.values(rules.kindCooldownsMs));
}
