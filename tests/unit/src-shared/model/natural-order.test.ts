import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { compareNatural } from '#shared/model/natural-order.ts';

describe('compareNatural', () => {
  test('counts as people do', () => {
    const cases: readonly (readonly string[])[] = [
      ['Part 1', 'Part 2', 'Part 10', 'Part 11'],
      ['Bleach - 1', 'Bleach - 2', 'Bleach - 9', 'Bleach - 10', 'Bleach - 11', 'Bleach - 100'],
      ['1', '2', '9', '10'],
      ['Rocky', 'Rocky 2', 'Rocky 10'],
      ['S01E13a - Rain', 'S01E13b - Dry', 'S01E14 - Air'],
      ['13a - Zeal', '13b - Arms'],
      ['Reel 1 of 12', 'Reel 2 of 12', 'Reel 10 of 12'],
      ['x007', 'x7a', 'x08'],
      ['No 99999999999999999998', 'No 99999999999999999999', 'No 100000000000000000000'],
      ['A', 'B', 'a'],
      ['', '1', 'A'],
      ['02', '2'],
    ];
    for (const ordered of cases) {
      expect([...ordered].reverse().sort(compareNatural)).toEqual(ordered);
    }
  });

  test('is a total order', () => {
    const text = fc.string({ unit: fc.constantFrom('0', '1', '2', '9', 'a', 'B', ' ', '-') });
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        expect(Math.sign(compareNatural(a, b)) + Math.sign(compareNatural(b, a))).toBe(0);
        expect(compareNatural(a, b) === 0).toBe(a === b);
        const [first, second, third] = [a, b, c].sort(compareNatural);
        if (first === undefined || second === undefined || third === undefined) return;
        expect(compareNatural(first, second)).toBeLessThanOrEqual(0);
        expect(compareNatural(second, third)).toBeLessThanOrEqual(0);
        expect(compareNatural(first, third)).toBeLessThanOrEqual(0);
      }),
    );
  });
});
