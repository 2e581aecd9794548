import { describe, expect, test } from 'vitest';

import { guideDetailsOf } from '#shared/guide/details.ts';

describe('guideDetailsOf', () => {
  test('says nothing where no tag does', () => {
    expect(guideDetailsOf([])).toBeNull();
    expect(guideDetailsOf(['halloween', 'genre:', 'stars:eleven', 'shelf:3'])).toBeNull();
  });

  test('reads each namespace in the order of the tags, once', () => {
    expect(
      guideDetailsOf(['Genre:Comedy', 'genre:Drama', 'genre:Comedy', 'stars:10', 'actor:A: B']),
    ).toEqual({
      genres: ['Comedy', 'Drama'],
      directors: [],
      actors: ['A: B'],
      writers: [],
      ratings: [],
      stars: '10',
      language: null,
    });
  });

  test('takes a rating with and without its system', () => {
    expect(guideDetailsOf(['rating:MPAA:R', 'rating:FSK-16'])?.ratings).toEqual([
      { system: 'MPAA', value: 'R' },
      { system: null, value: 'FSK-16' },
    ]);
  });

  test.each(['11', '7.55', '-1', '10.5', ''])('takes %j for no number of stars', (stars) => {
    expect(guideDetailsOf([`stars:${stars}`])).toBeNull();
  });
});
