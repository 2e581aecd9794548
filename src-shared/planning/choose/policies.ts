import type { EpisodePolicy } from '../../model/episode-policy.ts';
import { compareProgrammes } from './catalog.ts';
import { chooseByDeck, chooseByHash, chooseLongestAgo } from './choose-by-lot.ts';
import { chooseByStars, chooseByYear, chooseSeasonal, nextInOrder } from './choose-in-order.ts';
import { takeTurn } from './choose-in-turn.ts';
import type { Choosing } from './choosing.ts';
import { nextEpisode, type EpisodeChoice } from './episode-choice.ts';
import type { PackageChoice } from './package-choice.ts';
import { followingPart, inOrder, inTurn, longestAgo, type Tell } from './tell-choice.ts';

/** What a policy does. */
interface EpisodePolicyBehaviour {
  /** `null` when nothing that may air is left. */
  readonly choose: (choosing: Choosing) => EpisodeChoice | PackageChoice | null;
  /** Of a choice without a seed; that a seed drew it, or a deck dealt it, is told alike of all. */
  readonly tell: Tell;
}

/** Every policy at work; its words and traits stand in `model/episode-policy.ts`. */
export const POLICIES: Readonly<Record<EpisodePolicy, EpisodePolicyBehaviour>> = {
  sequential: {
    choose: (choosing) => {
      const { catalog, rotation, row, pool, allowed } = choosing;
      return row.content.type === 'series'
        ? nextEpisode(catalog, rotation, row.content.seriesId, allowed)
        : nextInOrder(choosing, pool.assets, pool.key, compareProgrammes);
    },
    tell: inOrder('in order'),
  },
  syndication: {
    choose: (choosing) => chooseByDeck(choosing, 'channel'),
    tell: inOrder('in order'),
  },
  random: { choose: chooseByHash, tell: followingPart },
  'least-recently-used': { choose: chooseLongestAgo, tell: longestAgo },
  seasonal: { choose: chooseSeasonal, tell: inOrder('in order') },
  chronological: { choose: chooseByYear, tell: inOrder('by year') },
  shuffle: { choose: (choosing) => chooseByDeck(choosing, 'row'), tell: inOrder('in order') },
  'round-robin': { choose: takeTurn, tell: inTurn },
  marathon: {
    choose: (choosing) => {
      const { assets, key } = choosing.pool;
      return nextInOrder(choosing, assets, `${key}#marathon`, compareProgrammes);
    },
    tell: inOrder('in order'),
  },
  'highest-rated': { choose: chooseByStars, tell: inOrder('by stars') },
};
