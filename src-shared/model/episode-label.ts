import { twoDigits } from '../time/clock-text.ts';

/** `S01E02`, the form that people and Kodi read; `null` where a number is not known. */
export function episodeLabel(season: number | null, episode: number | null): string | null {
  return season === null || episode === null ? null : `S${twoDigits(season)}E${twoDigits(episode)}`;
}

/** `S1 E2`, the form of screens; `null` where a number is not known. */
export function screenEpisodeLabel(season: number | null, episode: number | null): string | null {
  return season === null || episode === null ? null : `S${String(season)} E${String(episode)}`;
}
