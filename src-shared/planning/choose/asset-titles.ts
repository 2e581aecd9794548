import type { Airing } from '../../model/schedule-day.ts';
import type { CatalogAsset } from './catalog.ts';

/** What an airing of the asset is called. */
export function titlesOf(asset: CatalogAsset): Pick<Airing, 'title' | 'episodeTitle'> {
  return asset.kind === 'episode' && asset.seriesTitle !== null
    ? { title: asset.seriesTitle, episodeTitle: asset.title }
    : { title: asset.title, episodeTitle: null };
}
