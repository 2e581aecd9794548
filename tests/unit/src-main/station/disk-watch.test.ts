import { expect, test } from 'vitest';

import { judgeDisk } from '#main/station/disk-watch.ts';

const MIB = 1024 ** 2;

test.each([
  [64, false, null, ''],
  [64, true, null, ''],
  [53, true, 'attention', 'only 53 MB left'],
  [53, false, 'attention', '53 MB are free on the disk of the data folder; below 64 MB'],
  [32, false, 'attention', '32 MB are free'],
  [31, false, 'trouble', '31 MB are free'],
  [4, false, 'trouble', '4 MB are free'],
  [3, false, 'trouble', 'is full'],
] as const)(
  'with %i MB free and a reserve (%s) the disk is told as it is',
  (freeMib, hasReserve, state, words) => {
    const health = judgeDisk(freeMib * MIB, hasReserve);
    expect(health?.state ?? null).toBe(state);
    expect(health?.sentence ?? '').toContain(words);
    if (freeMib >= 4) expect(health?.sentence ?? '').not.toContain('is full');
  },
);
