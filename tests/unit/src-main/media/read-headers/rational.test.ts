import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { reduceFraction, rescale, sixDecimals } from '#main/media/read-headers/rational.ts';

describe('reduceFraction', () => {
  test('tells a frame rate by the length of a frame in nanoseconds', () => {
    const rateOf = (nanoseconds: bigint): string => {
      const { n, d } = reduceFraction(1_000_000_000n, nanoseconds, 30_000n);
      return `${String(n)}/${String(d)}`;
    };
    expect(rateOf(41_708_333n)).toBe('24000/1001');
    expect(rateOf(40_000_000n)).toBe('25/1');
    expect(rateOf(33_366_666n)).toBe('30000/1001');
    expect(rateOf(16_683_333n)).toBe('19001/317');
  });

  test('gives lowest terms within its bound, exact where they fit', () => {
    const number = fc.bigInt({ min: 1n, max: 10_000_000n });
    fc.assert(
      fc.property(number, number, (n, d) => {
        const reduced = reduceFraction(n, d, 30_000n);
        expect(Math.max(reduced.n, reduced.d)).toBeLessThanOrEqual(30_000);
        const exact = reduceFraction(n, d, 10_000_000n);
        expect(BigInt(exact.n) * d).toBe(BigInt(exact.d) * n);
      }),
    );
  });
});

describe('rescale', () => {
  test('rounds halves away from zero', () => {
    expect([rescale(1, 1, 2), rescale(-1, 1, 2), rescale(5, 3, 4)]).toEqual([1, -1, 4]);
  });

  test('is exact beyond what doubles hold', () => {
    expect(rescale(9_007_199_254_740_991, 1_000_000, 1_000_000)).toBe(9_007_199_254_740_991);
  });
});

describe('sixDecimals', () => {
  test('rounds an exact tie to the even digit', () => {
    expect(sixDecimals(1, 128)).toBe(0.007_812);
    expect(sixDecimals(3, 128)).toBe(0.023_438);
    expect(sixDecimals(1_001, 24_000)).toBe(0.041_708);
  });
});
