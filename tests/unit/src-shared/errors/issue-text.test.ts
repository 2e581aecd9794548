import { describe, expect, test } from 'vitest';
import { z } from 'zod';

import { firstIssue, issueText } from '#shared/errors/issue-text.ts';

const union = z.union([z.strictObject({ days: z.int() }), z.string()]);

// The kind of issue, the schema, a value that it refuses, and the sentence.
const REFUSALS: readonly [code: string, schema: z.ZodType, value: unknown, sentence: string][] = [
  ['invalid_type', z.string(), 5, 'Write text.'],
  ['invalid_type', z.string(), undefined, 'This is missing. Write text.'],
  ['invalid_type', z.number(), 'x', 'Write a number.'],
  ['invalid_type', z.number(), Number.NaN, 'Write a number.'],
  ['invalid_type', z.int(), 1.5, 'Write a whole number.'],
  ['invalid_type', z.boolean(), 'yes', 'Write true or false.'],
  ['invalid_type', z.array(z.string()), {}, 'Write a list.'],
  ['invalid_type', z.object({}), [], 'Write an object of fields.'],
  ['invalid_type', z.record(z.string(), z.string()), 1, 'Write an object of fields.'],
  ['invalid_type', z.null(), 1, 'Write null.'],
  ['invalid_type', z.never(), 1, 'Leave this out.'],
  ['invalid_type', z.symbol(), 1, 'Give a value here.'],
  ['too_small', z.int().nonnegative(), -1, 'Write a whole number of at least 0.'],
  ['too_small', z.int().positive(), 0, 'Write a whole number of more than 0.'],
  ['too_small', z.int().min(1).max(9), 0, 'Write a whole number from 1 to 9.'],
  ['too_small', z.number().min(0.5).max(2), 0, 'Write a number from 0.5 to 2.'],
  ['too_small', z.number().gt(0).max(2), 0, 'Write a number of more than 0 and at most 2.'],
  ['too_small', z.string().min(1), '', 'Write at least 1 character.'],
  ['too_small', z.string().min(2).max(64), 'a', 'Write 2 to 64 characters.'],
  ['too_small', z.string().length(3), 'a', 'Write exactly 3 characters.'],
  ['too_small', z.array(z.int()).min(1), [], 'Write at least 1 item.'],
  ['too_small', z.date().min(0), new Date(-1), 'Write a later date.'],
  ['too_big', z.int().nonnegative().max(9), 10, 'Write a whole number from 0 to 9.'],
  ['too_big', z.int(), 2 ** 60, 'Write a whole number of at most 9007199254740991.'],
  ['too_big', z.number().lt(9), 9, 'Write a number of less than 9.'],
  ['too_big', z.string().max(1), 'ab', 'Write at most 1 character.'],
  ['too_big', z.array(z.int()).min(1).max(2), [1, 2, 3], 'Write 1 to 2 items.'],
  ['too_big', z.set(z.int()).max(2), new Set([1, 2, 3]), 'Write at most 2 items.'],
  ['invalid_format', z.iso.date(), 'x', 'Write a date as YYYY-MM-DD.'],
  ['invalid_format', z.url(), 'x', 'Write an address such as http://example.org.'],
  ['invalid_format', z.string().regex(/^a$/), 'b', 'This is not written as it must be.'],
  ['invalid_format', z.string().startsWith('a'), 'b', 'Write text that starts with "a".'],
  ['invalid_format', z.string().endsWith('a'), 'b', 'Write text that ends with "a".'],
  ['invalid_format', z.string().includes('a'), 'b', 'Write text that has "a" in it.'],
  ['not_multiple_of', z.int().multipleOf(10), 15, 'Write a multiple of 10.'],
  ['unrecognized_keys', z.strictObject({}), { a: 1 }, 'There is no field "a"; leave it out.'],
  [
    'unrecognized_keys',
    z.strictObject({}),
    { a: 1, b: 2, c: 3 },
    'There are no fields "a", "b" and "c"; leave them out.',
  ],
  ['invalid_value', z.enum(['a', 'b', 'c']), 'd', 'Choose a, b or c.'],
  ['invalid_value', z.literal(30), 29, 'Write 30.'],
  ['invalid_union', union, { days: 'x' }, '"days": Write a whole number.'],
  ['invalid_union', union, 5, 'Write an object of fields. Or: Write text.'],
  [
    'invalid_union',
    z.discriminatedUnion('type', [
      z.object({ type: z.literal('a') }),
      z.object({ type: z.literal('b') }),
    ]),
    { type: 'c' },
    'Choose a or b.',
  ],
  [
    'invalid_union',
    z.xor([z.string(), z.literal('a')]),
    'a',
    'This is more than one thing at once; write one of them.',
  ],
  [
    'invalid_key',
    z.record(z.string().max(1), z.int()),
    { ab: 1 },
    'The name of a field is not as it must be. Write at most 1 character.',
  ],
  [
    'invalid_element',
    z.map(z.object({}), z.int()),
    new Map([[{}, 'x']]),
    'An entry is not as it must be. Write a whole number.',
  ],
  ['custom', z.string().refine(() => false), 'x', 'This is not as it must be.'],
];

describe('what a schema refuses', () => {
  test.each(REFUSALS)(
    'is told in a sentence of our own: %s %#',
    (code, schema, value, sentence) => {
      const { error } = schema.safeParse(value);
      expect(error?.issues.map((issue) => issue.code)).toEqual([code]);
      expect(error && firstIssue(error).message).toBe(sentence);
    },
  );

  test('keeps the sentence that its schema has for it', () => {
    const { error } = z.string().min(1, { error: 'Give a name.' }).safeParse('');
    expect(error && firstIssue(error)).toEqual({ field: '', message: 'Give a name.' });
  });

  test('names the field with what leads to it', () => {
    const schema = z.object({ rows: z.array(z.object({ days: z.int() })) });
    const { error } = schema.safeParse({ rows: [{ days: 1 }, { days: 'x' }] });
    expect(error && firstIssue(error).field).toBe('rows.1.days');
  });

  test('has a sentence though its kind is not known', () => {
    expect(issueText({ code: 'new_kind', input: 1 } as never)).toBe('This is not as it must be.');
  });
});
