import { INTERSTITIAL_KINDS } from './asset.ts';
import { type BreakChanges, DEFAULT_BREAK_RULES } from './break-rules.ts';
import type { ChannelFields } from './channel.ts';
import { DEFAULT_TRAFFIC_RULES } from './traffic.ts';

export const BREAK_PRESETS = [
  'us-half-hour',
  'us-hour',
  'uk-hour',
  'movie-channel',
  'commercial-free',
] as const;
export type BreakPreset = (typeof BREAK_PRESETS)[number];

/** The fields of a channel that decide how it breaks. */
export type BreakFields = Pick<ChannelFields, 'kind' | 'breakRules' | 'traffic'>;

const MS_PER_MINUTE = 60_000;

export const BREAK_CHOICES = ['uncut', 'seldom', 'often'] as const;
export type BreakChoice = (typeof BREAK_CHOICES)[number];

/** The ways in which a kind of content, a plan or a row may break otherwise than its channel. */
export const BREAK_CHANGES: Readonly<Record<BreakChoice, BreakChanges>> = {
  uncut: { cutsContent: false },
  seldom: { cutsContent: true, maximumBreaksPerHour: 2 },
  often: {
    cutsContent: true,
    syntheticBreaks: true,
    breaksPerHalfHour: 3,
    maximumBreaksPerHour: null,
  },
};

/**
 * The ways in which television breaks, as settings of a channel: two or three long breaks in a half hour and five in an hour
 * (United States), three of under four minutes in an hour with the rest between programmes (United Kingdom), everything between
 * films, or nothing sold at all. A preset replaces every break and traffic setting; each may then be changed.
 */
export function breakPreset(name: BreakPreset): BreakFields {
  const plain = { breakRules: DEFAULT_BREAK_RULES, traffic: DEFAULT_TRAFFIC_RULES };
  switch (name) {
    case 'us-half-hour':
      return {
        ...plain,
        kind: 'network',
        breakRules: {
          ...DEFAULT_BREAK_RULES,
          chaptersObeyRules: true,
          breaksPerHalfHour: 3,
          protectedHeadMs: 90_000,
          protectedTailMs: 60_000,
          minimumSpacingMs: 3 * MS_PER_MINUTE,
          maximumBreaksPerHour: 6,
          maximumBreakMsPerHour: 18 * MS_PER_MINUTE,
        },
      };
    case 'us-hour':
      return {
        ...plain,
        kind: 'network',
        breakRules: {
          ...DEFAULT_BREAK_RULES,
          chaptersObeyRules: true,
          breaksPerHalfHour: 3,
          protectedHeadMs: 3 * MS_PER_MINUTE,
          protectedTailMs: 2 * MS_PER_MINUTE,
          minimumSpacingMs: 5 * MS_PER_MINUTE,
          maximumBreaksPerHour: 5,
          maximumBreakMsPerHour: 18 * MS_PER_MINUTE,
        },
      };
    case 'uk-hour':
      return {
        ...plain,
        kind: 'network',
        breakRules: {
          ...DEFAULT_BREAK_RULES,
          chaptersObeyRules: true,
          breaksPerHalfHour: 2,
          protectedHeadMs: 8 * MS_PER_MINUTE,
          protectedTailMs: 8 * MS_PER_MINUTE,
          minimumSpacingMs: 8 * MS_PER_MINUTE,
          maximumBreaksPerHour: 3,
          maximumBreakMsPerHour: 11 * MS_PER_MINUTE,
        },
      };
    case 'movie-channel':
      return { ...plain, kind: 'movie' };
    case 'commercial-free':
      return {
        kind: 'network',
        breakRules: { ...DEFAULT_BREAK_RULES, cutsContent: false },
        traffic: {
          ...DEFAULT_TRAFFIC_RULES,
          allowedKinds: INTERSTITIAL_KINDS.filter((kind) => kind !== 'commercial'),
        },
      };
  }
}
