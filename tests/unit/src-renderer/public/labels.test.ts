import { describe, expect, test } from 'vitest';

import { remainingLabel, secondLine } from '#renderer/public/labels.ts';
import type { PublicGuideEntry } from '#shared/guide/public-guide.ts';

const EPISODE: PublicGuideEntry = {
  startAt: 0,
  endAt: 1_800_000,
  title: 'Night Court',
  episodeTitle: 'Pilot',
  seasonNumber: 1,
  episodeNumber: 2,
  year: 1984,
  kind: 'episode',
  displayDuration: null,
  contentDurationMs: 1_320_000,
};

describe('secondLine', () => {
  test('names number and title of an episode', () => {
    expect(secondLine(EPISODE)).toBe('S1 E2 · Pilot');
    expect(secondLine({ ...EPISODE, seasonNumber: null })).toBe('Pilot');
    expect(secondLine({ ...EPISODE, episodeTitle: null })).toBe('S1 E2');
  });

  test('names year and length of a movie', () => {
    expect(secondLine({ ...EPISODE, kind: 'movie', displayDuration: '2h 5m' })).toBe(
      '1984 · 2h 5m',
    );
  });

  test('is empty where nothing is known', () => {
    const bare = { ...EPISODE, seasonNumber: null, episodeTitle: null };
    expect(secondLine(bare)).toBe('');
  });
});

describe('remainingLabel', () => {
  test('rounds up to whole minutes, never below one', () => {
    expect([1, 60_000, 60_001, 754_000].map(remainingLabel)).toEqual([
      '1 min left',
      '1 min left',
      '2 min left',
      '13 min left',
    ]);
  });
});
