import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { slugOf, unusedSlug } from '#main/programming/slug.ts';
import { Channel } from '#shared/model/channel.ts';

describe('slugOf', () => {
  test('keeps letters and digits, drops accents and joins the rest by hyphens', () => {
    expect(slugOf('  Größe & Söhne: Kanal 5! ')).toBe('grosse-sohne-kanal-5');
    expect(slugOf('Café Olé')).toBe('cafe-ole');
    expect(slugOf('日本')).toBeNull();
  });

  test('gives a valid slug or none for any name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (name) => {
        const slug = slugOf(name);
        return slug === null || Channel.shape.slug.safeParse(slug).success;
      }),
    );
  });
});

describe('unusedSlug', () => {
  test('counts from two until it is new', () => {
    expect(unusedSlug('one', [])).toBe('one');
    expect(unusedSlug('one', [{ slug: 'one' }, { slug: 'one-2' }])).toBe('one-3');
  });
});
