import { describe, expect, test } from 'vitest';

import { buildCatalog } from '#shared/planning/choose/catalog.ts';
import { partOfTitle, partsIn } from '#shared/planning/choose/multi-part.ts';
import { makeEpisodes } from '#tests/helpers/planning-fixtures.ts';

describe('partOfTitle', () => {
  test('reads the ways in which parts are numbered', () => {
    const cases: readonly (readonly [string, string, number])[] = [
      ['Cold Front, Part 2', 'cold front', 2],
      ['Cold Front Part Two', 'cold front', 2],
      ['Cold Front: Part III', 'cold front', 3],
      ['Cold Front (1)', 'cold front', 1],
      ['Cold Front (Part 2)', 'cold front', 2],
      ['Cold Front (2 of 3)', 'cold front', 2],
      ['Cold Front - Pt. 2', 'cold front', 2],
      ['Cold Front, Part 1 of 2', 'cold front', 1],
    ];
    for (const [title, base, part] of cases) {
      expect([title, partOfTitle(title)]).toEqual([title, { base, part }]);
    }
  });

  test('finds no part in other titles', () => {
    for (const title of [
      'Part 2',
      'The Best Part of Me',
      'Apollo 13',
      '1984 (1984)',
      'Apart',
      '',
    ]) {
      expect([title, partOfTitle(title)]).toEqual([title, null]);
    }
  });
});

describe('partsIn', () => {
  test('joins only parts that follow each other', () => {
    const titles = ['Trap (1)', 'Trap (2)', 'Quiet', 'Storm (1)', 'Calm', 'Storm (2)'];
    const episodes = makeEpisodes('show', titles.length).map((asset, index) => ({
      ...asset,
      title: titles[index] ?? '',
    }));
    const parts = partsIn(buildCatalog(episodes));
    expect([...parts.keys()]).toEqual(['show-e1', 'show-e2']);
    expect(parts.get(episodes[0]?.id as never)?.next?.id).toBe('show-e2');
    expect(parts.get(episodes[1]?.id as never)).toMatchObject({ part: 2, next: null });
  });
});
