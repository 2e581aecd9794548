import { episodesOf, pooled } from '../content-pool.ts';
import type { ContentKind } from './content-kind.ts';

export const series: ContentKind<'series'> = {
  poolKey: ({ seriesId }) => seriesId,
  pool({ catalog, key }, { seriesId }) {
    const assets = episodesOf(catalog, seriesId);
    const name = assets[0]?.seriesTitle ?? seriesId;
    return pooled(catalog, key, name.toLowerCase(), assets, [{ cursor: key, assets }]);
  },
  entry: (catalog, { seriesId }) => ({ cursor: seriesId, assets: episodesOf(catalog, seriesId) }),
  async name({ seriesId }, names) {
    return { title: (await names.series(seriesId)) ?? 'Unknown series', kind: 'episode' };
  },
};
