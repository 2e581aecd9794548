import type { Airing } from '../../model/schedule-day.ts';
import type { CatalogAsset } from './catalog.ts';

type Titled = Pick<CatalogAsset, 'kind' | 'title' | 'seriesTitle'>;

/** What an airing of the asset is called. */
export function titlesOf(asset: Titled): Pick<Airing, 'title' | 'episodeTitle'> {
  return asset.kind === 'episode' && asset.seriesTitle !== null
    ? { title: asset.seriesTitle, episodeTitle: asset.title }
    : { title: asset.title, episodeTitle: null };
}

/** The asset in one line, `Cheers: Episode 2`: episodes of many series are called the same. */
export function wholeTitleOf(asset: Titled): string {
  const { title, episodeTitle } = titlesOf(asset);
  return episodeTitle === null ? title : `${title}: ${episodeTitle}`;
}
