import type { GuideDetails } from '../model/guide.ts';
import { isStars } from '../model/star-rating.ts';

/**
 * Reads what viewers are told from an asset's tags: `genre:`, `director:`, `actor:`, `writer:`, `language:`, `stars:` (0 … 10)
 * and `rating:<system>:<code>` or `rating:<code>`. `null` when no tag says anything.
 */
export function guideDetailsOf(tags: readonly string[]): GuideDetails | null {
  const details: GuideDetails = {
    genres: valuesOf(tags, 'genre'),
    directors: valuesOf(tags, 'director'),
    actors: valuesOf(tags, 'actor'),
    writers: valuesOf(tags, 'writer'),
    ratings: valuesOf(tags, 'rating').map(ratingOf),
    stars: valuesOf(tags, 'stars').find(isStars) ?? null,
    language: valuesOf(tags, 'language')[0] ?? null,
  };
  const isEmpty = Object.values(details).every((value) => value === null || value.length === 0);
  return isEmpty ? null : details;
}

/** The values of a namespace in the order given, each once. */
function valuesOf(tags: readonly string[], namespace: string): string[] {
  const prefix = `${namespace}:`;
  const values = tags
    .filter((tag) => tag.toLowerCase().startsWith(prefix))
    .map((tag) => tag.slice(prefix.length).trim())
    .filter((value) => value !== '');
  return [...new Set(values)];
}

function ratingOf(text: string): GuideDetails['ratings'][number] {
  const at = text.indexOf(':');
  if (at < 1) return { system: null, value: text };
  return { system: text.slice(0, at).trim(), value: text.slice(at + 1).trim() };
}
