/** What a file name says about the place of an episode in its series. */
export interface EpisodeMark {
  readonly seasonNumber: number | null;
  readonly episodeNumber: number;
  /** The letter of a file that holds a part of the episode: `a` of `S01E13a`; else nothing. */
  readonly letter: string;
  /** The text before and after the mark, as written. */
  readonly before: string;
  readonly after: string;
}

/** `S01E02`, `s1 e2`, `S01E02-E03`, `S01E02E03`, `S01E13a`: the first of several episodes counts. */
const SEASON_EPISODE =
  /(?<![\p{L}\p{N}])s(\d{1,4})[\s._-]*e(\d{1,4})([a-d](?![\p{L}\p{N}]))?(?:[\s._]*-?[\s._]*e\d{1,4}|-\d{1,4})*(?![\p{L}\p{N}])/iu;
/** `1x02`, `1x02-1x03`, `1x13b`; never a picture size such as 640x480. */
const CROSS =
  /(?<![\p{L}\p{N}])(\d{1,2})x(\d{2,3})([a-d](?![\p{L}\p{N}]))?(?:-(?:\d{1,2}x)?\d{2,3})*(?![\p{L}\p{N}])/iu;
/** Only inside a season folder: `02 - Name`, `E02`, `Episode 2`. */
const NUMBER_FIRST = /^[\s\-._]*(?:episode|ep|e)?[\s._-]*(\d{1,3})(?![\p{L}\p{N}])/iu;
const EPISODE_WORD = /(?<![\p{L}\p{N}])(?:episode|ep)[\s._-]*(\d{1,4})(?![\p{L}\p{N}])/iu;

/** Finds the episode's number in a file's stem. `isInSeasonFolder` also admits names that only begin with a number. */
export function findEpisodeMark(stem: string, isInSeasonFolder: boolean): EpisodeMark | null {
  for (const pattern of [SEASON_EPISODE, CROSS]) {
    const match = pattern.exec(stem);
    if (match) {
      return markOf(stem, match, Number(match[1]), Number(match[2]));
    }
  }
  if (!isInSeasonFolder) return null;
  for (const pattern of [NUMBER_FIRST, EPISODE_WORD]) {
    const match = pattern.exec(stem);
    if (match) return markOf(stem, match, null, Number(match[1]));
  }
  return null;
}

function markOf(
  stem: string,
  match: RegExpExecArray,
  seasonNumber: number | null,
  episodeNumber: number,
): EpisodeMark {
  return {
    seasonNumber,
    episodeNumber,
    letter: (match[3] ?? '').toLowerCase(),
    before: stem.slice(0, match.index),
    after: stem.slice(match.index + match[0].length),
  };
}
