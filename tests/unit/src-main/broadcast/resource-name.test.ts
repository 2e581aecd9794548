import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { channelResourceOf, isSlug, mediaSequenceOf } from '#main/broadcast/resource-name.ts';

const HOSTILE = [
  '../1.ts',
  '..\\1.ts',
  '1.ts/..',
  '1.ts\0',
  '\0',
  'C:\\Windows\\win.ini',
  '\\\\host\\share',
  'CON',
  'NUL.ts',
  '1.ts::$DATA',
  '01.ts',
  '-1.ts',
  '1e3.ts',
  '1.0.ts',
  '１.ts',
  `${'9'.repeat(16)}.ts`,
  '1.TS',
  '1.ts\n',
  '',
];

describe('mediaSequenceOf', () => {
  test('reads every whole number that a channel can reach', () => {
    fc.assert(
      fc.property(fc.nat({ max: 999_999_999_999_999 }), (number) => {
        expect(mediaSequenceOf(`${String(number)}.ts`)).toBe(number);
      }),
    );
  });

  test.each(HOSTILE)('refuses %j', (name) => {
    expect(mediaSequenceOf(name)).toBeNull();
  });
});

describe('channelResourceOf', () => {
  test('tells stream and playlist apart', () => {
    expect(channelResourceOf('channel-one.ts')).toEqual({ slug: 'channel-one', kind: 'ts' });
    expect(channelResourceOf('c1.m3u8')).toEqual({ slug: 'c1', kind: 'm3u8' });
  });

  test.each([
    '../1.ts',
    '1.ts\0',
    'a b.ts',
    'a.ts.ts',
    'a.mp4',
    'a--b.ts',
    '-a.ts',
    'A.ts',
    '.ts',
    '',
  ])('refuses %j', (name) => {
    expect(channelResourceOf(name)).toBeNull();
  });
});

describe('isSlug', () => {
  test('refuses what is longer than a slug can be', () => {
    expect(isSlug('a'.repeat(64))).toBe(true);
    expect(isSlug('a'.repeat(65))).toBe(false);
  });
});
