import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { indexAfter } from '#shared/planning/choose/ordered-search.ts';

const byNumber = (a: number, b: number): number => a - b;
const downwards = (a: number, b: number): number => b - a;

describe('indexAfter', () => {
  test('answers as a search from the beginning would, whatever order the list is in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(20)),
        fc.boolean(),
        fc.nat(20),
        fc.constantFrom(byNumber, downwards),
        (numbers, isSorted, key, compare) => {
          const list = isSorted ? numbers.toSorted(byNumber) : numbers;
          for (let time = 0; time < 2; time += 1) {
            expect(indexAfter(list, key, compare)).toBe(
              list.findIndex((each) => compare(each, key) > 0),
            );
          }
        },
      ),
    );
  });
});
