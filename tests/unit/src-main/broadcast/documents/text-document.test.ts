import { describe, expect, test } from 'vitest';

import { acceptsGzip, matchesEntityTag } from '#main/broadcast/documents/text-document.ts';

describe('acceptsGzip', () => {
  test.each(['gzip', 'deflate, gzip;q=0.5', 'GZIP', '*', 'br;q=1.0, *;q=0.1'])(
    'takes %j as a yes',
    (header) => {
      expect(acceptsGzip(header)).toBe(true);
    },
  );

  test.each([undefined, '', 'identity', 'br, deflate', 'gzip;q=0', 'gzip; q=0.000'])(
    'takes %j as a no',
    (header) => {
      expect(acceptsGzip(header)).toBe(false);
    },
  );
});

describe('matchesEntityTag', () => {
  test('finds a tag in a list, weak or strong', () => {
    expect(matchesEntityTag('"a", W/"b"', '"b"')).toBe(true);
    expect(matchesEntityTag('*', '"b"')).toBe(true);
  });

  test('does not take a part of a tag for the whole', () => {
    expect(matchesEntityTag('"abc"', '"ab"')).toBe(false);
    expect(matchesEntityTag(undefined, '"ab"')).toBe(false);
  });
});
