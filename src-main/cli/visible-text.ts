/**
 * Characters that a terminal obeys instead of showing, or that turn the order of what is shown: C0 and C1 controls, delete,
 * line and paragraph separators, bidirectional marks, embeddings, overrides and isolates.
 */
const OBEYED = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * A text with every character that a terminal would obey written out as `\uXXXX`, line ends too. The form is that of
 * JSON strings, where it means the same character: JSON stays JSON.
 */
export function visibleText(text: string): string {
  return text.replace(OBEYED, escaped);
}

/** The same for a text of several lines: line ends and tabs stay. */
export function visibleLines(text: string): string {
  return text.replace(OBEYED, (character) =>
    character === '\n' || character === '\t' ? character : escaped(character),
  );
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
