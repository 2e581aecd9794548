import { expect, test } from 'vitest';

import { recalled } from '#shared/model/recent.ts';

test('keeps what was asked for of late and makes the rest anew', () => {
  const known = new Map<string, string>();
  const made: string[] = [];
  const ask = (key: string): string =>
    recalled(known, key, 2, () => {
      made.push(key);
      return key.toUpperCase();
    });
  expect([ask('a'), ask('b'), ask('a'), ask('c'), ask('a'), ask('b')]).toEqual([
    ...['A', 'B', 'A', 'C', 'A', 'B'],
  ]);
  expect(made).toEqual(['a', 'b', 'c', 'b']);
  expect([...known.keys()]).toEqual(['a', 'b']);
});
