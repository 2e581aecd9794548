import { z } from 'zod';

/** A code of a system and the age from which the system holds such content suitable; 0 is everybody. */
type RatingStep = readonly [code: string, fromAge: number];

/**
 * Rating systems, mildest code first. Ages are those that the systems give themselves (MPA, TV Parental Guidelines, BBFC, FSK,
 * Australian Classification, NICAM); PG and TV-PG, which name none, stand at BBFC's eight for PG.
 */
export const RATING_SYSTEMS = {
  mpaa: [
    ['G', 0],
    ['PG', 8],
    ['PG-13', 13],
    ['R', 17],
    ['NC-17', 18],
  ],
  'us-tv': [
    ['TV-Y', 0],
    ['TV-Y7', 7],
    ['TV-Y7-FV', 7],
    ['TV-G', 0],
    ['TV-PG', 8],
    ['TV-14', 14],
    ['TV-MA', 17],
  ],
  bbfc: [
    ['U', 0],
    ['PG', 8],
    ['12', 12],
    ['12A', 12],
    ['15', 15],
    ['18', 18],
    ['R18', 18],
  ],
  fsk: [
    ['0', 0],
    ['6', 6],
    ['12', 12],
    ['16', 16],
    ['18', 18],
  ],
  acb: [
    ['G', 0],
    ['PG', 8],
    ['M', 15],
    ['MA15+', 15],
    ['R18+', 18],
  ],
  kijkwijzer: [
    ['AL', 0],
    ['6', 6],
    ['9', 9],
    ['12', 12],
    ['14', 14],
    ['16', 16],
    ['18', 18],
  ],
} as const satisfies Record<string, readonly RatingStep[]>;
type RatingSystem = keyof typeof RATING_SYSTEMS;

const SYSTEMS = Object.keys(RATING_SYSTEMS) as RatingSystem[];

/** Other names under which guides and sidecars know the systems. */
const ALIASES: Readonly<Record<string, readonly RatingSystem[]>> = {
  mpa: ['mpaa'],
  vchip: ['us-tv'],
  tv: ['us-tv'],
  us: ['mpaa', 'us-tv'],
  usa: ['mpaa', 'us-tv'],
  uk: ['bbfc'],
  gb: ['bbfc'],
  de: ['fsk'],
  germany: ['fsk'],
  au: ['acb'],
  nl: ['kijkwijzer'],
};

interface KnownRating {
  readonly system: RatingSystem;
  /** The place in the system's own order, from 0. */
  readonly place: number;
  readonly fromAge: number;
}

const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9+]/g, '');

function systemsCalled(name: string): readonly RatingSystem[] {
  const wanted = name.trim().toLowerCase();
  const own = SYSTEMS.find((system) => system === wanted);
  return own ? [own] : (ALIASES[wanted] ?? []);
}

/** What `<system>:<code>` or a bare code can mean; nothing for what no system knows, such as `NR`. */
function readRating(text: string): KnownRating[] {
  const colon = text.indexOf(':');
  const systems = colon < 1 ? SYSTEMS : systemsCalled(text.slice(0, colon));
  const code = plain(text.slice(colon + 1));
  return systems.flatMap((system) => {
    const steps: readonly RatingStep[] = RATING_SYSTEMS[system];
    const place = steps.findIndex(
      ([each]) => plain(each) === code || `${plain(system)}${plain(each)}` === code,
    );
    const step = steps[place];
    return step ? [{ system, place, fromAge: step[1] }] : [];
  });
}

/** The strictest rating that a limit lets through, `<system>:<code>` of {@link RATING_SYSTEMS}. */
export const RatingLimit = z
  .string()
  .trim()
  .refine((text) => text.includes(':') && readRating(text).length === 1, {
    error: `Write <system>:<code>, such as us-tv:TV-PG; the systems are ${SYSTEMS.join(', ')}.`,
  });

const limits = new Map<string, KnownRating | null>();

function limitOf(text: string): KnownRating | null {
  const known = limits.get(text);
  if (known !== undefined) return known;
  const limit = readRating(text)[0] ?? null;
  limits.set(text, limit);
  return limit;
}

const RATING_TAG = 'rating:';

/**
 * Whether something with these tags is rated, and not above the limit. A rating in the limit's own system decides by that
 * system's order; else the strictest of the ratings that are known, by age. Unrated and unknown count as above every limit.
 */
export function isRatedAtMost(tags: readonly string[], limitText: string): boolean {
  const limit = limitOf(limitText);
  if (limit === null) return false;
  const ratings = tags
    .map((tag) => tag.trim())
    .filter((tag) => tag.toLowerCase().startsWith(RATING_TAG))
    .flatMap((tag) => readRating(tag.slice(RATING_TAG.length)));
  const own = ratings.filter(({ system }) => system === limit.system);
  if (own.length > 0) return own.every(({ place }) => place <= limit.place);
  return ratings.length > 0 && ratings.every(({ fromAge }) => fromAge <= limit.fromAge);
}
