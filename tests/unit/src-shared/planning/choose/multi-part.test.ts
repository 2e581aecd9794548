import { describe, expect, test } from 'vitest';

import { AssetId, SeriesId } from '#shared/model/ids.ts';
import { buildCatalog, type Catalog } from '#shared/planning/choose/catalog.ts';
import { storyOf } from '#shared/planning/choose/multi-part.ts';
import { makeAsset, makeEpisodes } from '#tests/helpers/planning-fixtures.ts';

const partsIn =
  (catalog: Catalog) =>
  (id: string): ReturnType<typeof storyOf> =>
    storyOf(catalog, AssetId.parse(id));

describe('storyOf', () => {
  test('joins only parts that follow each other', () => {
    const titles = ['Trap (1)', 'Trap (2)', 'Quiet', 'Storm (1)', 'Calm', 'Storm (2)'];
    const episodes = makeEpisodes('show', titles.length).map((asset, index) => ({
      ...asset,
      title: titles[index] ?? '',
    }));
    const part = partsIn(buildCatalog(episodes));
    const parted = episodes.map(({ id }) => id).filter((id) => part(id) !== null);
    expect(parted).toEqual(['show-e1', 'show-e2']);
    expect(part('show-e1')?.next?.id).toBe('show-e2');
    expect(part('show-e2')).toMatchObject({ part: 2, next: null });
  });

  test('joins the parts of a film of one year, and no sequels', () => {
    const film = (id: string, title: string, year: number | null) => makeAsset(id, { title, year });
    const part = partsIn(
      buildCatalog([
        film('wind-2', 'The Long Wind part2', 1939),
        film('wind-1', 'The Long Wind part1', 1939),
        film('reel-10', 'Reels cd10', null),
        ...Array.from({ length: 9 }, (_, index) =>
          film(`reel-${String(index + 1)}`, `Reels cd${String(index + 1)}`, null),
        ),
        film('saga-1', 'The Saga, Part I', 1972),
        film('saga-2', 'The Saga, Part II', 1974),
      ]),
    );
    const run = ['wind-1', ...Array.from({ length: 9 }, (_, index) => `reel-${String(index + 1)}`)];
    const next = run.map((id) => [id, part(id)?.next?.id]);
    expect(next).toEqual([
      ['wind-1', 'wind-2'],
      ...run.slice(1).map((id, index) => [id, `reel-${String(index + 2)}`]),
    ]);
    expect(part('saga-1')).toBeNull();
  });

  test('joins the halves of an episode in the order of their letters', () => {
    const titles = ['13b - Arms', '13a - Zeal'];
    const halves = titles.map((title, index) =>
      makeAsset(`half-${String(index)}`, {
        kind: 'episode',
        title,
        seriesId: SeriesId.parse('show'),
        seriesTitle: 'Show',
        seasonNumber: 1,
        episodeNumber: 13,
      }),
    );
    const part = partsIn(buildCatalog(halves));
    expect(part('half-1')).toMatchObject({ part: 1, next: { id: 'half-0' } });
  });
});
