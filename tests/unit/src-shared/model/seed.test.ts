import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { canonicalJson, hashText, seededIndex } from '#shared/model/seed.ts';

describe('hashText', () => {
  test('is the SHA-256 of the UTF-8 text', () => {
    expect(hashText('abc')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });
});

describe('seededIndex', () => {
  test('takes the first eight bytes of the hash, big-endian', () => {
    expect(seededIndex('abc', 1_000)).toBe(Number(0xba7816bf8f01cfean % 1_000n));
  });

  test('stays below the count and depends on the text alone', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 1_000_000 }), (text, count) => {
        const index = seededIndex(text, count);
        expect(index).toBeGreaterThanOrEqual(0);
        expect(index).toBeLessThan(count);
        expect(seededIndex(text, count)).toBe(index);
      }),
    );
  });

  test('reaches every choice about equally often', () => {
    const counts = Array.from({ length: 8 }, () => 0);
    for (let draw = 0; draw < 8_000; draw += 1) {
      const index = seededIndex(`draw:${String(draw)}`, 8);
      counts[index] = (counts[index] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(850);
    expect(Math.max(...counts)).toBeLessThan(1_150);
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, field]) => [key, reversed(field)]),
  );
}

describe('canonicalJson', () => {
  test('does not depend on the order in which fields were written', () => {
    expect(canonicalJson({ b: 1, a: { d: [1, 2], c: null } })).toBe(
      '{"a":{"c":null,"d":[1,2]},"b":1}',
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
      }),
    );
  });

  test('is JSON of the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('keeps the order of lists and leaves out undefined fields', () => {
    expect(canonicalJson({ list: [2, 1], none: undefined })).toBe('{"list":[2,1]}');
  });
});
