import { describe, expect, test } from 'vitest';

import { visibleLines, visibleText } from '#main/cli/visible-text.ts';

const OBEYED = [
  ...Array.from({ length: 0x20 }, (_, code) => code),
  0x7f,
  ...Array.from({ length: 0x20 }, (_, code) => 0x80 + code),
  ...[0x061c, 0x200e, 0x200f, 0x2028, 0x2029],
  ...[0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069],
].map((code) => String.fromCharCode(code));

describe('visibleText', () => {
  test('writes every character out that a terminal would obey', () => {
    for (const character of OBEYED) {
      const hex = character.charCodeAt(0).toString(16).padStart(4, '0');
      expect(visibleText(`a${character}b`)).toBe(`a\\u${hex}b`);
    }
  });

  test.each([
    ['a title of the terminal', '\u001b]0;x\u0007\r\n', '\\u001b]0;x\\u0007\\u000d\\u000a'],
    ['a colour by a C1 control', '\u009b31mred', '\\u009b31mred'],
    ['a name turned round', 'evil\u202egnp.exe', 'evil\\u202egnp.exe'],
    ['ordinary text of the world', 'Ärger, 日本語, 🎬 — “so”', 'Ärger, 日本語, 🎬 — “so”'],
    ['right-to-left letters', 'שלום', 'שלום'],
  ])('shows %s', (_what, text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  test('leaves JSON what it is', () => {
    const value = { name: OBEYED.join('') };
    for (const text of [JSON.stringify(value), JSON.stringify(value, null, 2)]) {
      const shown = visibleLines(text);
      expect(JSON.parse(shown)).toEqual(value);
      expect(shown).not.toMatch(
        /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e]/,
      );
    }
  });
});

describe('visibleLines', () => {
  test('keeps line ends and tabs and nothing else of their kind', () => {
    expect(visibleLines('a\tb\nc\r\u001b[2J')).toBe('a\tb\nc\\u000d\\u001b[2J');
  });
});
