/** Whether XML 1.0 allows the character at all, escaped or not. */
function isXmlCharacter(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return (
    code === 0x9 ||
    code === 0xa ||
    code === 0xd ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    code >= 0x10000
  );
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text safe as the content of an element or attribute: escaped, and without characters that XML forbids. */
export function xmlText(text: string): string {
  let safe = '';
  for (const character of text) {
    if (isXmlCharacter(character)) safe += ENTITIES[character] ?? character;
  }
  return safe;
}
