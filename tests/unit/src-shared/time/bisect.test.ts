import fc from 'fast-check';
import { expect, test } from 'vitest';

import { firstIndexWhere, firstWhere } from '#shared/time/bisect.ts';

test('finds the index that a walk from the beginning finds', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -20, max: 20 })), fc.integer(), (numbers, bound) => {
      const ascending = [...numbers].sort((a, b) => a - b);
      const walked = ascending.findIndex((number) => number > bound);
      const found = firstIndexWhere(ascending, (number) => number > bound);
      expect(found).toBe(walked === -1 ? ascending.length : walked);
    }),
    { seed: 41 },
  );
});

test('asks few places of a wide range', () => {
  let asked = 0;
  const from = 1_700_000_000_000;
  const found = firstWhere(from, from + 172_800_000, (at) => {
    asked += 1;
    return at >= from + 12_345_678;
  });
  expect(found).toBe(from + 12_345_678);
  expect(asked).toBeLessThan(30);
});
