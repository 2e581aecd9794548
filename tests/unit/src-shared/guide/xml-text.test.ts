import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { xmlText } from '#shared/guide/xml-text.ts';

const MEANINGS: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
};

/** Code points of every kind, lone surrogates among them, with markup mixed in. */
const anyText = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0x7f }),
      fc.integer({ min: 0xd000, max: 0xffff }),
      fc.integer({ min: 0, max: 0x10ffff }),
    ),
  )
  .map((codes) => String.fromCodePoint(...codes));

describe('xmlText', () => {
  test('leaves nothing of any text that XML could read as markup', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const safe = xmlText(text);
        expect(safe).toMatch(/^(?:[^<>"'&]|&(?:amp|lt|gt|quot|apos);)*$/su);
        expect(safe.isWellFormed()).toBe(true);
        const allowed = Array.from(text).filter((character) => xmlText(character) !== '');
        expect(safe.replace(/&[a-z]+;/g, (entity) => MEANINGS[entity] ?? '')).toBe(
          allowed.join(''),
        );
      }),
      { seed: 4 },
    );
  });

  test('drops what XML does not allow even escaped', () => {
    for (const code of [0x0, 0x1, 0x8, 0xb, 0xc, 0xe, 0x1f, 0xd800, 0xdfff, 0xfffe, 0xffff]) {
      expect(xmlText(`a${String.fromCharCode(code)}b`)).toBe('ab');
    }
    expect(xmlText('tab\tline\n 📺')).toBe('tab\tline\n 📺');
  });
});
