import { describe, expect, it } from 'vitest';

import { readRule, spanOf, withField, writeRule } from '#renderer/channels/rule-text.ts';

describe('the text of a rule', () => {
  it('is read back as the same rule', () => {
    const rule = { kind: ['movie' as const], year: { from: 1950 }, exclude: { tags: ['adults'] } };
    expect(readRule(writeRule(rule))).toEqual({ rule, fault: null });
  });

  it.each([
    ['', {}],
    ['  ', {}],
    ['{}', {}],
    ['{"series":["Orbit Nine"]}', { series: ['Orbit Nine'] }],
  ])('reads %j', (text, rule) => {
    expect(readRule(text)).toEqual({ rule, fault: null });
  });

  it.each([
    ['{', /^This is not JSON: /],
    ['{"kind":["film"]}', /^kind\.0: /],
    ['{"genres":["noir"]}', /genres/],
    ['{"year":{}}', /^year: Give the first year/],
    ['[]', /object/],
  ])('says what is wrong with %j', (text, fault) => {
    const read = readRule(text);
    expect(read.rule).toBeNull();
    expect(read.fault).toMatch(fault);
  });
});

describe('a field of a rule', () => {
  it.each([
    ['title', ''],
    ['title', undefined],
    ['genre', []],
    ['year', spanOf(['from', 'to'], null, null)],
    ['notAiredWithinHours', undefined],
  ] as const)('is left out when %s says nothing', (field, value) => {
    const before = { title: 'Love', genre: ['noir'], year: { from: 1940 }, notAiredWithinHours: 4 };
    const after = withField(before, field, value as never);
    expect(Object.keys(after)).toEqual(Object.keys(before).filter((name) => name !== field));
  });

  it('holds the ends of a span that are given', () => {
    expect(spanOf(['from', 'to'], 1950, null)).toEqual({ from: 1950 });
    expect(spanOf(['from', 'to'], null, 1959)).toEqual({ to: 1959 });
    expect(spanOf(['min', 'max'], 0, 45)).toEqual({ min: 0, max: 45 });
  });
});
