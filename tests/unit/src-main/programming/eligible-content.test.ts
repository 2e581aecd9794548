import { describe, expect, test } from 'vitest';

import { newlyIneligible, type Placed } from '#main/programming/eligible-content.ts';
import { AssetId } from '#shared/model/ids.ts';
import { makeAsset, makeCatalog } from '#tests/helpers/planning-fixtures.ts';

function plays(asset: string, place: string | null): Placed {
  return { content: { type: 'asset', assetId: AssetId.parse(asset) }, place };
}

const CATALOG = makeCatalog([makeAsset('here')]);

describe('newlyIneligible', () => {
  test.each<{ what: string; after: Placed[]; before: Placed[]; bad: Placed[] }>([
    {
      what: 'lets pass what is ready and approved',
      after: [plays('here', 'row 1')],
      before: [],
      bad: [],
    },
    {
      what: 'names what is new and has gone',
      after: [plays('here', 'row 1'), plays('gone', 'row 2')],
      before: [],
      bad: [plays('gone', 'row 2')],
    },
    {
      what: 'lets stay in its row what has gone meanwhile',
      after: [plays('gone', 'row 1')],
      before: [plays('gone', 'row 1')],
      bad: [],
    },
    {
      what: 'names what has gone when another row newly plays it',
      after: [plays('gone', 'row 1'), plays('gone', 'row 2')],
      before: [plays('gone', 'row 1')],
      bad: [plays('gone', 'row 2')],
    },
    {
      what: 'names what has gone when the row that plays it played something else',
      after: [plays('gone', 'row 1')],
      before: [plays('here', 'row 1')],
      bad: [plays('gone', 'row 1')],
    },
    {
      what: 'takes a holder without rows as one place',
      after: [plays('gone', null), plays('gone', null), plays('lost', null)],
      before: [plays('gone', null)],
      bad: [plays('lost', null)],
    },
  ])('$what', ({ after, before, bad }) => {
    expect(newlyIneligible(CATALOG, (item) => item, after, before)).toEqual(bad);
  });
});
