import { tidyText } from '#shared/model/name-key.ts';

/** A word by which release names say how, not what: everything from the first of them on is dropped. */
const RELEASE_WORD =
  /(?:^|[\s([-])(?:(?:proper|repack|internal)[\s.-]+)*(?:\d{3,4}[ip]|web(?=[\s.]+(?:[xh][\s.]?26[45]|hevc))|[xh][\s.]?26[45]|hevc|xvid|divx|blu-?ray|b[dr]rip|hdrip|dvd(?:rip|scr|\d)|web-?(?:dl|rip)|hdtv|pdtv|vhs-?rip|remux)(?=$|[\s)\].-])/i;

/**
 * Makes a readable name of a file's stem: dots and underscores between words become blanks, `[tags]` and release words
 * go, separators at the ends go. Never empty: where nothing would remain the tidied stem is answered.
 */
export function cleanName(stem: string): string {
  const tidy = tidyText(stem);
  const spaced = spaceOut(tidy).replace(/\[[^\]]*\]/gu, ' ');
  const cut = RELEASE_WORD.exec(spaced);
  const kept = cut && cut.index > 0 ? spaced.slice(0, cut.index) : spaced;
  const name = trimSeparators(kept);
  return name || trimSeparators(tidy) || tidy || 'Untitled';
}

/** What a text says before its release words and outside `[tags]`; nothing where it says no more than those. */
export function beforeRelease(text: string): string {
  const untagged = spaceOut(tidyText(text)).replace(/\[[^\]]*\]/gu, ' ');
  return trimSeparators(untagged.slice(0, RELEASE_WORD.exec(untagged)?.index));
}

/** Blanks for dots and underscores, in names that are written without blanks. */
export function spaceOut(text: string): string {
  const withoutUnderscores = text.replace(/_+/g, ' ');
  return withoutUnderscores.trim().includes(' ')
    ? withoutUnderscores
    : withoutUnderscores.replace(/\.+(?=\S)/g, ' ');
}

/** Without blanks, dashes, dots and open brackets at the ends; a closing mark of a sentence stays. */
export function trimSeparators(text: string): string {
  return text
    .replace(/^[\s\-–—._~+,;:)\]}]+/u, '')
    .replace(/[\s\-–—_~+,;:([{]+$/u, '')
    .trim();
}

/** A name with the year in brackets at its end, or a release name's year: `Name (1984)`, `Name.1984.1080p`. */
export function splitYear(stem: string): { readonly name: string; readonly year: number | null } {
  const spaced = spaceOut(tidyText(stem));
  const bracketed = [...spaced.matchAll(/[([]\s*((?:18|19|20)\d{2})\s*[)\]]/gu)].at(-1);
  if (bracketed && bracketed.index > 0) {
    return { name: cleanName(spaced.slice(0, bracketed.index)), year: Number(bracketed[1]) };
  }
  const release = RELEASE_WORD.exec(spaced);
  if (release) {
    const before = spaced.slice(0, release.index);
    const bare = /^(.+)\s((?:19|20)\d{2})\s*$/u.exec(before);
    if (bare?.[1] !== undefined) return { name: cleanName(bare[1]), year: Number(bare[2]) };
  }
  return { name: cleanName(spaced), year: null };
}
