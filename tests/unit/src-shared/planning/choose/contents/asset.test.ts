import { describe, expect, test } from 'vitest';

import type { AssetId } from '#shared/model/ids.ts';
import { asset } from '#shared/planning/choose/contents/asset.ts';
import type { ContentNames } from '#shared/planning/choose/contents/content-kind.ts';

type Named = Awaited<ReturnType<ContentNames['asset']>>;

describe('the name of one asset', () => {
  test.each<[Named, string]>([
    [{ title: 'Episode 1', seriesTitle: 'Cheers', kind: 'episode' }, 'Cheers: Episode 1'],
    [{ title: 'The Thing', seriesTitle: null, kind: 'movie' }, 'The Thing'],
    [null, 'Unknown asset'],
  ])('of %j is %j', async (known, title) => {
    const names: ContentNames = {
      series: () => Promise.resolve(null),
      asset: () => Promise.resolve(known),
      package: () => null,
      content: () => Promise.reject(new Error('not asked for')),
      source: () => ({ content: null, what: null }),
    };
    const content = { type: 'asset', assetId: 'one' as AssetId } as const;
    expect(await asset.name(content, names)).toMatchObject({ title });
  });
});
