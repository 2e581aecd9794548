import { describe, expect, test } from 'vitest';

import { RequestEnvelope } from '#shared/contract/envelope.ts';
import { DEEPEST_JSON, isJson } from '#shared/contract/json.ts';

function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { value };
  return value;
}

/** Twenty-five arrays that hold the next one three times: few objects, 3²⁵ paths. */
function sharing(): unknown {
  let value: unknown = 1;
  for (let level = 0; level < 25; level += 1) value = [value, value, value];
  return value;
}

function holdingItself(): unknown {
  const value: unknown[] = [];
  value.push(value);
  return value;
}

describe('isJson', () => {
  test.each([
    ['nothing', null, true],
    ['a text', 'text', true],
    ['a number', 1.5, true],
    ['a truth value', false, true],
    ['an empty list', [], true],
    ['a record', { a: [1, { b: null }] }, true],
    ['a record without a prototype', Object.create(null), true],
    ['the deepest that is allowed', nested(DEEPEST_JSON), true],
    ['one level more', nested(DEEPEST_JSON + 1), false],
    ['3,000 levels', nested(3_000), false],
    ['two million levels', JSON.parse('['.repeat(2_000_000) + ']'.repeat(2_000_000)), false],
    ['a value that holds itself', holdingItself(), false],
    ['shared parts without end', sharing(), false],
    ['nothing at all', undefined, false],
    ['a record with nothing at all in it', { a: undefined }, false],
    ['not a number', Number.NaN, false],
    ['endless', Number.POSITIVE_INFINITY, false],
    ['a big integer', 1n, false],
    ['a date', new Date(0), false],
    ['a map', new Map(), false],
    ['a function', () => 1, false],
  ])('tells of %s whether it is JSON within bounds', (_what, value, expected) => {
    expect(isJson(value)).toBe(expected);
  });

  test('bounds what an envelope carries', () => {
    const envelope = (input: unknown) => ({ id: 1, method: 'station.status', input });
    expect(RequestEnvelope.safeParse(envelope(nested(DEEPEST_JSON))).success).toBe(true);
    expect(RequestEnvelope.safeParse(envelope(nested(3_000))).success).toBe(false);
    expect(RequestEnvelope.safeParse({ ...envelope({}), method: 'x'.repeat(101) }).success).toBe(
      false,
    );
  });
});
