const STARS_TAG = 'stars:';

/** Whether the text is a number of stars: 0 to 10 with at most one decimal. */
export function isStars(text: string): boolean {
  return /^(?:10(?:\.0)?|\d(?:\.\d)?)$/.test(text);
}

/** The stars, 0 … 10, that the first tag `stars:` gives; `null` for what has none. */
export function starsOf(tags: readonly string[]): number | null {
  const given = tags
    .map((tag) => tag.trim())
    .filter((tag) => tag.toLowerCase().startsWith(STARS_TAG))
    .map((tag) => tag.slice(STARS_TAG.length).trim())
    .find(isStars);
  return given === undefined ? null : Number(given);
}
