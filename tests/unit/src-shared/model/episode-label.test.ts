import { expect, test } from 'vitest';

import { episodeLabel, screenEpisodeLabel } from '#shared/model/episode-label.ts';

test.each([
  [1, 2, 'S01E02', 'S1 E2'],
  [0, 0, 'S00E00', 'S0 E0'],
  [12, 345, 'S12E345', 'S12 E345'],
  [2026, 1, 'S2026E01', 'S2026 E1'],
  [null, 3, null, null],
  [3, null, null, null],
])('writes season %s and episode %s', (season, episode, label, onScreen) => {
  expect(episodeLabel(season, episode)).toBe(label);
  expect(screenEpisodeLabel(season, episode)).toBe(onScreen);
});
