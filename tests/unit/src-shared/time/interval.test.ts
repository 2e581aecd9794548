import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  contains,
  intersection,
  overlaps,
  upToHole,
  type Interval,
} from '#shared/time/interval.ts';
import { lengthOf, tiles } from '#tests/helpers/intervals.ts';

const intervals: fc.Arbitrary<Interval> = fc
  .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 20 }))
  .map(([startAt, length]) => ({ startAt, endAt: startAt + length }));

describe('contains', () => {
  test('includes the start and leaves out the end', () => {
    expect(contains({ startAt: 10, endAt: 20 }, 10)).toBe(true);
    expect(contains({ startAt: 10, endAt: 20 }, 19)).toBe(true);
    expect(contains({ startAt: 10, endAt: 20 }, 20)).toBe(false);
    expect(contains({ startAt: 10, endAt: 20 }, 9)).toBe(false);
  });
});

describe('overlaps', () => {
  test('says no for intervals that only touch', () => {
    expect(overlaps({ startAt: 0, endAt: 10 }, { startAt: 10, endAt: 20 })).toBe(false);
    expect(overlaps({ startAt: 0, endAt: 11 }, { startAt: 10, endAt: 20 })).toBe(true);
  });

  test('says yes exactly when an instant lies in both', () => {
    fc.assert(
      fc.property(intervals, intervals, (a, b) => {
        const instants = Array.from({ length: 61 }, (_, at) => at);
        const shared = instants.some((at) => contains(a, at) && contains(b, at));
        expect(overlaps(a, b)).toBe(shared);
        expect(intersection(a, b) !== null).toBe(shared);
      }),
    );
  });
});

describe('intersection', () => {
  test('is the common part', () => {
    expect(intersection({ startAt: 0, endAt: 10 }, { startAt: 4, endAt: 20 })).toEqual({
      startAt: 4,
      endAt: 10,
    });
    expect(intersection({ startAt: 0, endAt: 10 }, { startAt: 10, endAt: 20 })).toBeNull();
  });
});

describe('lengthOf', () => {
  test('is the distance of the ends', () => {
    expect(lengthOf({ startAt: 5, endAt: 12 })).toBe(7);
  });
});

describe('tiles', () => {
  const window = { startAt: 0, endAt: 30 };

  test('accepts parts that follow each other from end to end', () => {
    const parts = [
      { startAt: 0, endAt: 10 },
      { startAt: 10, endAt: 30 },
    ];
    expect(tiles(window, parts)).toBe(true);
  });

  test.for([
    [
      'a hole',
      [
        { startAt: 0, endAt: 10 },
        { startAt: 11, endAt: 30 },
      ],
    ],
    [
      'an overlap',
      [
        { startAt: 0, endAt: 10 },
        { startAt: 9, endAt: 30 },
      ],
    ],
    ['a late start', [{ startAt: 1, endAt: 30 }]],
    ['an early end', [{ startAt: 0, endAt: 29 }]],
    [
      'an empty part',
      [
        { startAt: 0, endAt: 0 },
        { startAt: 0, endAt: 30 },
      ],
    ],
    ['no parts', []],
  ] as const)('refuses %s', ([, parts]) => {
    expect(tiles(window, parts)).toBe(false);
  });
});

test('ends a list of intervals before the first hole', () => {
  const part = (startAt: number, endAt: number): Interval => ({ startAt, endAt });
  const [a, b, late] = [part(0, 10), part(10, 20), part(21, 30)];
  expect(upToHole([a, b, late])).toEqual([a, b]);
  expect(upToHole([a, b])).toEqual([a, b]);
  expect(upToHole([late, a])).toEqual([late]);
  expect(upToHole([])).toEqual([]);
});
