import { describe, expect, test } from 'vitest';

import { SeriesId } from '#shared/model/ids.ts';
import { buildCatalog, type CatalogAsset } from '#shared/planning/choose/catalog.ts';
import { makeAsset } from '#tests/helpers/planning-fixtures.ts';

const SHOW = SeriesId.parse('show');

function episode(id: string, overrides: Partial<CatalogAsset>): CatalogAsset {
  return makeAsset(id, {
    kind: 'episode',
    seriesId: SHOW,
    seriesTitle: 'Show',
    ...overrides,
  });
}

describe('the canonical order', () => {
  test('puts specials behind every season and what has no season', () => {
    const numbers: readonly (readonly [number | null, number | null])[] = [
      [1, 1],
      [1, 2],
      [10, 1],
      [null, null],
      [0, 1],
      [0, 2],
      [0, null],
    ];
    const episodes = numbers.map(([seasonNumber, episodeNumber], index) =>
      episode(`e${String(index)}`, { seasonNumber, episodeNumber }),
    );
    const ordered = buildCatalog([...episodes].reverse()).episodesBySeries.get(SHOW);
    expect(ordered).toEqual(episodes);
  });

  test('counts the titles of episodes and films without numbers', () => {
    const titles = ['1', '2', '9', '10', '11'];
    const episodes = titles.map((number) =>
      episode(`b${number}`, { title: `Bleach - ${number}`, seasonNumber: null }),
    );
    const films = titles.map((number) => makeAsset(`f${number}`, { title: `Part ${number}` }));
    const catalog = buildCatalog([...films, ...episodes].sort((a, b) => (a.id < b.id ? -1 : 1)));
    expect(catalog.episodesBySeries.get(SHOW)).toEqual(episodes);
    expect(catalog.programmes).toEqual([...films, ...episodes]);
  });
});
