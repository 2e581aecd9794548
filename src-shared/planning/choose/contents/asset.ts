import { wholeTitleOf } from '../asset-titles.ts';
import { pooled, single } from '../content-pool.ts';
import { eligibleCopy } from '../copies.ts';
import { NAMES_NOTHING, type ContentKind } from './content-kind.ts';

export const asset: ContentKind<'asset'> = {
  poolKey: ({ assetId }) => assetId,
  pool({ catalog, key }, { assetId }) {
    const assets = single(catalog, assetId);
    return pooled(catalog, key, assets[0]?.title ?? key, assets, [{ cursor: null, assets }]);
  },
  entry: (catalog, { assetId }) => ({ cursor: null, assets: single(catalog, assetId) }),
  choose({ catalog }, { assetId }) {
    const found = eligibleCopy(catalog, assetId);
    return found
      ? { kind: 'asset', asset: found, cursorBefore: null, seed: null, eligibleCount: 1 }
      : null;
  },
  length: (catalog, { assetId }) => eligibleCopy(catalog, assetId)?.durationMs ?? null,
  named: (_catalog, { assetId }) => ({ ...NAMES_NOTHING, assetIds: [assetId] }),
  async name({ assetId }, names) {
    const found = await names.asset(assetId);
    return found === null
      ? { title: 'Unknown asset', kind: 'movie' }
      : { title: wholeTitleOf(found), kind: found.kind };
  },
};
