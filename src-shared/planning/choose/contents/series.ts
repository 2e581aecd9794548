import { episodesOf, pooled } from '../content-pool.ts';
import { NAMES_NOTHING, type ContentKind } from './content-kind.ts';

export const series: ContentKind<'series'> = {
  poolKey: ({ seriesId }) => seriesId,
  pool({ catalog, key }, { seriesId }) {
    const assets = episodesOf(catalog, seriesId);
    const name = assets[0]?.seriesTitle ?? seriesId;
    return pooled(catalog, key, name.toLowerCase(), assets, [{ cursor: key, assets }]);
  },
  entry: (catalog, { seriesId }) => ({ cursor: seriesId, assets: episodesOf(catalog, seriesId) }),
  named: (_catalog, { seriesId }) => ({ ...NAMES_NOTHING, seriesIds: [seriesId] }),
  async name({ seriesId }, names) {
    return { title: (await names.series(seriesId)) ?? 'Unknown series', kind: 'episode' };
  },
};
