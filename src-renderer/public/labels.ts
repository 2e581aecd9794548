import type { PublicGuideEntry } from '#shared/guide/public-guide.ts';
import { MS_PER_MINUTE, type DurationMs, type EpochMs } from '#shared/time/units.ts';
import { screenEpisodeLabel } from '#shared/model/episode-label.ts';

const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const CLOCK = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

/** Hours and minutes where the viewer is. */
export function timeLabel(at: EpochMs): string {
  return TIME.format(at);
}

/** Hours, minutes and seconds where the viewer is. */
export function clockLabel(at: EpochMs): string {
  return CLOCK.format(at);
}

/** The day where the viewer is. */
export function dayLabel(at: EpochMs): string {
  return DAY.format(at);
}

/** `S1 E2 · Pilot`, `1960 · 2h 5m`, or nothing. */
export function secondLine(entry: PublicGuideEntry): string {
  const { seasonNumber, episodeNumber, episodeTitle, year, kind, displayDuration } = entry;
  const number = screenEpisodeLabel(seasonNumber, episodeNumber);
  const parts = kind === 'movie' ? [year?.toString(), displayDuration] : [number, episodeTitle];
  return parts.filter((part) => part !== null && part !== undefined && part !== '').join(' · ');
}

/** `12 min left`, rounded up. */
export function remainingLabel(remainingMs: DurationMs): string {
  return `${String(Math.max(1, Math.ceil(remainingMs / MS_PER_MINUTE)))} min left`;
}
