import type { InterstitialKind } from '#shared/model/asset.ts';

/** What the name of a folder says about everything below it. */
export type FolderMeaning =
  | { readonly type: 'shows' }
  | { readonly type: 'movies' }
  | { readonly type: 'interstitials' }
  | { readonly type: 'category'; readonly kind: InterstitialKind };

const SHOWS = ['show', 'tvshow', 'series', 'tvseries', 'tv', 'television', 'episode'];
const MOVIES = ['movie', 'film', 'cinema'];
const INTERSTITIALS = ['interstitial', 'continuity'];

const CATEGORIES: Record<InterstitialKind, readonly string[]> = {
  commercial: ['commercial', 'ad', 'advert', 'advertisement', 'tvad', 'tvcommercial'],
  promo: ['promo', 'promotion', 'comingup', 'comingsoon', 'upnext'],
  bumper: ['bumper', 'bump', 'adbumper'],
  'station-id': ['ident', 'stationid', 'stationident', 'channelid', 'channelident'],
  psa: ['psa', 'publicserviceannouncement', 'publicservice', 'publicinformationfilm', 'pif'],
  trailer: ['trailer', 'teaser'],
  stinger: ['stinger', 'sting'],
  filler: ['filler', 'interlude', 'musicvideo', 'testcard', 'testpattern'],
};

const MEANINGS = new Map<string, FolderMeaning>([
  ...SHOWS.map((word) => [word, { type: 'shows' }] as const),
  ...MOVIES.map((word) => [word, { type: 'movies' }] as const),
  ...INTERSTITIALS.map((word) => [word, { type: 'interstitials' }] as const),
  ...(Object.entries(CATEGORIES) as [InterstitialKind, readonly string[]][]).flatMap(
    ([kind, words]) => words.map((word) => [word, { type: 'category', kind }] as const),
  ),
]);

/**
 * The meaning of a folder's whole name, singular or plural, in any case and however its words are joined
 * (`Station IDs`, `station_ident`); `null` for every other name.
 */
export function meaningOfFolder(name: string): FolderMeaning | null {
  const word = name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  return MEANINGS.get(word) ?? MEANINGS.get(word.replace(/s$/, '')) ?? null;
}

/** The number of a season folder: `Season 1`, `S01`, `Series 2`, `Staffel 3`; 0 for `Specials`; else `null`. */
export function seasonOfFolder(name: string): number | null {
  const text = name.trim();
  if (/^(?:specials?|season[\s._-]*0+)$/i.test(text)) return 0;
  const match = /^(?:(?:season|series|staffel|saison)[\s._-]*(\d{1,4})(?:\D.*)?|s(\d{1,4}))$/i.exec(
    text,
  );
  return match ? Number(match[1] ?? match[2]) : null;
}
