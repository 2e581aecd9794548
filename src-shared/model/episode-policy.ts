import { z } from 'zod';

/** What is said and known of an episode policy wherever it is met. How it chooses stands in `planning/choose/policies.ts`. */
export interface EpisodePolicyTraits {
  /** For the operator, in a list of choices. */
  readonly label: string;
  /** Its own order does not keep the parts of an episode together, so that a part calls for the next one. */
  readonly scattersParts?: true;
  /** The entries of a list have their turns. */
  readonly takesTurns?: true;
  /** The rest that a rule asks for does not count. */
  readonly ignoresRest?: true;
  /** It asks when everything aired last, however long ago. */
  readonly asksWhenAired?: true;
}

/**
 * How the next episode is chosen: the one list of policies. Contract, command line, interface and explanations derive from it. Over
 * a list, `sequential` means `round-robin`.
 */
const TRAITS = {
  sequential: { label: 'In order' },
  syndication: { label: 'Shuffled, none twice until all have aired on the channel' },
  random: { label: 'At random, the same every time the day is planned', scattersParts: true },
  'least-recently-used': {
    label: 'What has not aired for longest',
    scattersParts: true,
    asksWhenAired: true,
  },
  seasonal: { label: 'What suits the season or holiday, else in order' },
  chronological: { label: 'By year' },
  shuffle: { label: 'Shuffled, none twice until all have aired in this row' },
  'round-robin': { label: 'Each series in turn', scattersParts: true, takesTurns: true },
  marathon: { label: 'In order, apart from other rows', ignoresRest: true },
  'highest-rated': { label: 'The best rated first' },
} as const satisfies Readonly<Record<string, EpisodePolicyTraits>>;

export type EpisodePolicy = keyof typeof TRAITS;

export const EPISODE_POLICIES = Object.keys(TRAITS) as [EpisodePolicy, ...EpisodePolicy[]];
export const EpisodePolicy = z.enum(EPISODE_POLICIES);

/** What is said and known of each policy. */
export const POLICY_TRAITS: Readonly<Record<EpisodePolicy, EpisodePolicyTraits>> = TRAITS;
