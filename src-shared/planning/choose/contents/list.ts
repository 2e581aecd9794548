import { canonicalJson, hashText } from '../../../model/seed.ts';
import { packageNameOf, pooled, shortHash } from '../content-pool.ts';
import type { ContentKind } from './content-kind.ts';

/** The name of a list says so many of its titles; the rest are counted. */
const MOST_TITLES = 3;

export const list: ContentKind<'list'> = {
  poolKey: ({ items }) => `list:${shortHash(items)}`,
  pool({ catalog, key, entryOf }, { items }) {
    const entries = items.map(entryOf);
    const ids = new Set(entries.flatMap(({ assets }) => assets.map(({ id }) => id)));
    const titles = entries.map(({ assets: [first], virtualAssetId }) =>
      virtualAssetId === undefined
        ? (first?.seriesTitle ?? first?.title ?? '')
        : packageNameOf(catalog, virtualAssetId),
    );
    const name = `list:${hashText(canonicalJson(titles)).slice(0, 16)}`;
    const listed = [...catalog.everyCopy, ...[...catalog.interstitials.values()].flat()];
    return pooled(
      catalog,
      key,
      name,
      listed.filter(({ id }) => ids.has(id)),
      entries,
    );
  },
  isEligible: (_catalog, { items }, isItemEligible) => items.some(isItemEligible),
  named(_catalog, { items }, namedBy) {
    const named = items.map(namedBy);
    return {
      assetIds: named.flatMap(({ assetIds }) => assetIds),
      seriesIds: named.flatMap(({ seriesIds }) => seriesIds),
    };
  },
  async name({ items }, names) {
    const titles: string[] = [];
    for (const item of items) {
      const { title } = await names.content(item);
      if (!titles.includes(title)) titles.push(title);
    }
    const shown = titles.slice(0, MOST_TITLES).join(' · ');
    const left = titles.length - MOST_TITLES;
    return { title: left > 0 ? `${shown} · ${String(left)} more` : shown, kind: 'episode' };
  },
};
