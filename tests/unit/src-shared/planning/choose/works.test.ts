import { describe, expect, test } from 'vitest';

import { AssetId, SeriesId } from '#shared/model/ids.ts';
import { buildCatalog, type CatalogAsset } from '#shared/planning/choose/catalog.ts';
import { groupByWork, workKey } from '#shared/planning/choose/works.ts';
import { makeAsset } from '#tests/helpers/planning-fixtures.ts';

type Fields = Partial<CatalogAsset>;

const film = (title: string, year: number | null, fields: Fields = {}): Fields => ({
  kind: 'movie',
  title,
  year,
  ...fields,
});

function episode(number: number | null, title: string, fields: Fields = {}): Fields {
  return {
    kind: 'episode',
    title,
    seasonNumber: 1,
    episodeNumber: number,
    seriesId: SeriesId.parse('show'),
    seriesTitle: 'Show',
    ...fields,
  };
}

const bytes = (contentIdentity: string): Fields => ({ contentIdentity });

describe('groupByWork', () => {
  /** Whether the two are copies of one work. */
  const CASES: readonly (readonly [what: string, a: Fields, b: Fields, isOne: boolean])[] = [
    ['films of one title and year', film('Rope', 1948), film('rope', 1948), true],
    ['spellings', film('Mr. Smith: Again', 1939), film('Mr Smith - Again', 1939), true],
    ['films of two years', film('The Thing', 1951), film('The Thing', 1982), false],
    ['films without a year', film('Rope', null), film('Rope', null), false],
    ['titles of signs only', film('???', 1999), film('!!!', 1999), false],
    ['an episode twice', episode(1, 'Pilot'), episode(1, 'Episode 1'), true],
    ['two episodes', episode(1, 'Pilot'), episode(2, 'Pilot'), false],
    ['unnumbered episodes', episode(null, 'Pilot'), episode(null, 'Pilot'), false],
    [
      'an episode of two series',
      episode(1, 'Pilot'),
      episode(1, 'Pilot', { seriesTitle: 'Other' }),
      false,
    ],
    ['parts of one number', episode(1, 'Pilot pt1'), episode(1, 'Pilot pt2'), false],
    ['halves of one number', episode(13, '13a - Rain'), episode(13, '13b - Dry'), false],
    ['a part twice', episode(1, 'Pilot (1)'), episode(1, 'Pilot, Part 1'), true],
    ['the same bytes', film('Rope', null, bytes('x')), film('Other', null, bytes('x')), true],
    ['other bytes', film('Rope', null, bytes('x')), film('Rope', null, bytes('y')), false],
    ['bytes and a name', film('Rope', 1948, bytes('x')), film('rope.2', null, bytes('x')), true],
    [
      'the same bytes under two names that say what they are',
      episode(1, 'One', bytes('x')),
      episode(2, 'Two', bytes('x')),
      false,
    ],
    [
      'a programme and a spot of the same bytes',
      film('Rope', null, bytes('x')),
      { kind: 'commercial', title: 'Rope', contentIdentity: 'x' },
      false,
    ],
    [
      'spots of the same bytes',
      { kind: 'commercial', title: 'Soap', contentIdentity: 'x' },
      { kind: 'commercial', title: 'Soap 2', contentIdentity: 'x' },
      true,
    ],
    [
      'spots of one name',
      { kind: 'promo', title: 'Soap' },
      { kind: 'promo', title: 'Soap' },
      false,
    ],
  ];

  test.each(CASES)('knows of %s whether they are one work', (_what, a, b, isOne) => {
    const items = [makeAsset('a', a), makeAsset('b', b)];
    expect(groupByWork(items)).toEqual(isOne ? [items] : []);
  });

  test('joins a nameless file to the one work of its bytes, and to none of two', () => {
    const nameless = makeAsset('c', film('copy', null, bytes('x')));
    const first = makeAsset('a', episode(1, 'One', bytes('x')));
    const second = makeAsset('b', episode(2, 'Two', bytes('x')));
    expect(groupByWork([first, nameless])).toEqual([[first, nameless]]);
    expect(groupByWork([first, second, nameless])).toEqual([]);
  });
});

describe('workKey', () => {
  test('is the same for every spelling of a name, and none where a name says too little', () => {
    expect(workKey(makeAsset('a', film('Amélie!', 2001)))).toBe('movie/amélie/2001');
    expect(workKey(makeAsset('a', episode(4, 'X', { seriesTitle: 'The Show' })))).toBe(
      'episode/theshow/1/4',
    );
    expect(workKey(makeAsset('a', film('Rope', null)))).toBeNull();
    expect(workKey(makeAsset('a', { kind: 'commercial', year: 1999 }))).toBeNull();
  });
});

describe('buildCatalog', () => {
  const copy = (id: string, fields: Fields = {}): CatalogAsset =>
    makeAsset(id, { ...film('Rope', 1948), durationMs: 80 * 60_000, ...fields });

  test('puts the best copy of a work into its lists: the higher, then the longer, then by id', () => {
    const ordered = [
      copy('d', { pictureHeight: 1_080 }),
      copy('c', { pictureHeight: 720, durationMs: 81 * 60_000 }),
      copy('a', { pictureHeight: 720 }),
      copy('b', { pictureHeight: 720 }),
      copy('e'),
    ];
    for (let from = 0; from < ordered.length; from += 1) {
      const copies = ordered.slice(from);
      const { programmes, everyCopy, works } = buildCatalog([...copies].reverse());
      expect(programmes).toEqual([ordered[from]]);
      expect(everyCopy).toHaveLength(copies.length);
      if (copies.length > 1) expect(works.get(AssetId.parse('e'))?.copies).toEqual(copies);
    }
  });

  test('names a work after the copy that was seen first, though it may not air any more', () => {
    const gone = { unavailableCopies: [{ id: AssetId.parse('z'), addedAt: 1 }] };
    const { works } = buildCatalog([
      copy('a', { addedAt: 3, ...gone }),
      copy('b', { addedAt: 2, ...gone }),
    ]);
    for (const id of ['a', 'b', 'z']) {
      expect(works.get(AssetId.parse(id))).toMatchObject({ id: 'z', first: { id: 'b' } });
    }
  });
});
