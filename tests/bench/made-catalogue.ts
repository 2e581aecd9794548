import { INTERSTITIAL_KINDS, type Asset } from '#shared/model/asset.ts';
import { AssetId, SeriesId } from '#shared/model/ids.ts';
import { seededIndex } from '#shared/model/seed.ts';
import { buildCatalog, type Catalog } from '#shared/planning/choose/catalog.ts';
import { buildAsset } from '#tests/helpers/build-asset.ts';

/** As many as the largest library that a peer has told of. */
export const MADE_ASSETS = 12_364;

/** As many ids and other names as that library has. */
export const MADE_NAMES = MADE_ASSETS + 24_375;

const EPISODES_PER_SERIES = 100;
const GENRES = ['comedy', 'drama', 'horror', 'western', 'news'];

/** Three quarters episodes of about 22 minutes, the rest movies and interstitials. */
export function madeAssets(count = MADE_ASSETS): Asset[] {
  return Array.from({ length: count }, (_, index) => {
    const id = AssetId.parse(`asset-${String(index)}`);
    const series = Math.floor(index / EPISODES_PER_SERIES);
    const year = 1_950 + (index % 50);
    const number = String(index);
    const tags = [`genre:${GENRES[series % GENRES.length] ?? 'comedy'}`];
    if (index % 10 === 8) {
      return buildAsset({
        id,
        year,
        tags,
        title: `Film ${number}`,
        relativePath: `Movies/Film ${number} (${String(year)}).mkv`,
        durationMs: 5_400_000 + seededIndex(id, 1_800_000),
      });
    }
    if (index % 10 === 9) {
      const kind = INTERSTITIAL_KINDS[index % INTERSTITIAL_KINDS.length] ?? 'commercial';
      return buildAsset({
        id,
        kind,
        title: `Spot ${number}`,
        relativePath: `Spots/${number}.mkv`,
        durationMs: 10_000 + seededIndex(id, 50_000),
      });
    }
    return buildAsset({
      id,
      kind: 'episode',
      year,
      tags,
      title: `Story ${number}`,
      relativePath: `TV/Series ${String(series)}/${number}.mkv`,
      durationMs: 1_260_000 + seededIndex(id, 120_000),
      seriesId: SeriesId.parse(`series-${String(series)}`),
      seriesTitle: `Series ${String(series)}`,
      seasonNumber: 1,
      episodeNumber: index % EPISODES_PER_SERIES,
    });
  });
}

/** The made assets as the planner sees them, arranged. */
export function madeCatalog(count = MADE_ASSETS): Catalog {
  return buildCatalog(
    madeAssets(count).map((asset) => ({
      ...asset,
      durationMs: asset.durationMs ?? 0,
      breakpointsMs: [],
      integratedLufs: -20,
      truePeakDbtp: -6,
      source: 'Made',
    })),
  );
}
