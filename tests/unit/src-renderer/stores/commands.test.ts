import { describe, expect, test } from 'vitest';

import { changesBetween } from '#renderer/stores/commands.ts';

describe('changesBetween', () => {
  test.each([
    [{ a: 1, b: { c: [1, 2] } }, { a: 1, b: { c: [1, 2] } }, {}],
    [{ a: 1, b: { c: [1, 2] } }, { a: 2, b: { c: [1, 2] } }, { a: 2 }],
    [{ a: 1, b: { c: [1, 2] } }, { b: { c: [2, 1] } }, { b: { c: [2, 1] } }],
    [{ a: null, b: { c: [] } }, { a: 0 }, { a: 0 }],
  ])('of %j and %j is %j', (before, after, changes) => {
    expect(changesBetween<object>(before, after)).toEqual(changes);
  });
});
