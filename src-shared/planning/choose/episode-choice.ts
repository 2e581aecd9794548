import type { AssetId, SeriesId } from '../../model/ids.ts';
import type { RotationStep } from '../../model/schedule-day.ts';
import { seededIndex } from '../../model/seed.ts';
import type { EpochMs } from '../../time/units.ts';
import { civilAt, localClockAt } from '../../time/zone.ts';
import { compareEpisodes, type Catalog, type CatalogAsset } from './catalog.ts';
import { firstFrom, indexAfterCursor } from './ordered-search.ts';
import type { Rotation } from './rotation.ts';

/** What a choice was made from. */
export interface ChosenFrom {
  readonly cursorBefore: AssetId | null;
  readonly seed: string | null;
  readonly eligibleCount: number;
  /** How the choice moves its rotation, where the policy and the series do not say it. */
  readonly rotation?: RotationStep;
}

/** One asset was chosen. */
export interface EpisodeChoice extends ChosenFrom {
  readonly kind: 'asset';
  readonly asset: CatalogAsset;
}

/**
 * The episode after the one that aired last, in canonical order, wrapping at the end.
 * An asset that is no longer eligible keeps its place: the next one after it follows. `fits` may pass over episodes
 * that are too long for a gap. `null` when no episode is eligible and fits.
 */
export function nextEpisode(
  catalog: Catalog,
  rotation: Rotation,
  seriesId: SeriesId,
  fits: (asset: CatalogAsset) => boolean = () => true,
): EpisodeChoice | null {
  const episodes = catalog.episodesBySeries.get(seriesId) ?? [];
  const cursor = rotation.cursors[seriesId] ?? null;
  const isOfSeries = (asset: CatalogAsset): boolean => asset.seriesId === seriesId;
  const after = indexAfterCursor(
    catalog,
    rotation,
    seriesId,
    episodes,
    compareEpisodes,
    isOfSeries,
  );
  const asset = firstFrom(catalog, episodes, after, cursor, fits);
  const eligibleCount = episodes.length;
  return asset && { kind: 'asset', asset, cursorBefore: cursor, seed: null, eligibleCount };
}

/** `YYYY-MM-DD:HH:MM:SS` of an instant on the channel's wall clock, as random choices hash it. */
export function localSlotText(timezone: string, at: EpochMs): string {
  return `${civilAt(timezone, at).date}:${localClockAt(timezone, at)}`;
}

/**
 * A uniform pick that depends only on channel, series and local slot time: the first eight bytes of
 * sha256("channel:series:YYYY-MM-DD:HH:MM:SS") modulo the number of eligible episodes.
 */
export function randomEpisode(
  catalog: Catalog,
  channel: { readonly slug: string; readonly timezone: string },
  seriesId: SeriesId,
  slotAt: EpochMs,
): EpisodeChoice | null {
  const episodes = catalog.episodesBySeries.get(seriesId) ?? [];
  if (episodes.length === 0) return null;
  const seed = `${channel.slug}:${seriesId}:${localSlotText(channel.timezone, slotAt)}`;
  const asset = episodes[seededIndex(seed, episodes.length)];
  if (!asset) return null;
  return { kind: 'asset', asset, cursorBefore: null, seed, eligibleCount: episodes.length };
}
