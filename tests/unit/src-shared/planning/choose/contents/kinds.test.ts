import { expect, test } from 'vitest';

import { CONTENT_TYPES } from '#shared/model/content-kinds.ts';
import { AssetId, RowId, SeriesId, VirtualAssetId } from '#shared/model/ids.ts';
import type { ContentReference } from '#shared/model/plan.ts';
import type { ContentItem } from '#shared/model/zone.ts';
import { namedBy } from '#shared/planning/choose/contents/kinds.ts';
import { makeRulePackage, makeSequence } from '#tests/helpers/package-fixtures.ts';

const ID = AssetId.parse;
const virtualAssets = new Map(
  [
    makeSequence('fixed', ['one', 'two'], {
      before: [ID('before')],
      after: [ID('one'), ID('after')],
    }),
    makeRulePackage('by rule', { before: [ID('before')] }),
  ].map((each) => [each.id, each]),
);

const item = {
  asset: (id: string): ContentItem => ({ type: 'asset', assetId: ID(id) }),
  series: (id: string): ContentItem => ({ type: 'series', seriesId: SeriesId.parse(id) }),
  package: (id: string): ContentItem => ({
    type: 'virtual_package',
    virtualAssetId: VirtualAssetId.parse(id),
  }),
};

const ROWS: readonly [type: string, content: ContentReference, named: readonly string[]][] = [
  ['asset', item.asset('film'), ['film']],
  ['series', item.series('alpha'), ['series alpha']],
  ['virtual_package', item.package('fixed'), ['before', 'one', 'two', 'after']],
  ['virtual_package', item.package('by-rule'), ['before']],
  ['virtual_package', item.package('gone'), []],
  [
    'list',
    {
      type: 'list',
      items: [
        item.asset('film'),
        item.series('alpha'),
        item.package('by-rule'),
        item.asset('film'),
      ],
    },
    ['film', 'before', 'series alpha'],
  ],
  ['rule', { type: 'rule', rule: { kind: ['movie'] } }, []],
  ['random', { type: 'random', rule: { kind: ['movie'] } }, []],
  ['encore', { type: 'encore', daysAgo: 1, of: RowId.parse('row') }, []],
];

test('every kind of content is in the table of what it names', () => {
  expect(new Set(ROWS.map(([type]) => type))).toEqual(new Set(CONTENT_TYPES));
});

test.each(ROWS)(
  'names of the library what it says and nothing else: %s',
  (_type, content, named) => {
    const { assetIds, seriesIds } = namedBy({ virtualAssets }, content);
    expect([...assetIds, ...seriesIds.map((id) => `series ${id}`)]).toEqual(named);
  },
);
