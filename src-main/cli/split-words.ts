import { invalidInput } from '#shared/errors/app-error.ts';

/** The words of a line; quotes, single or double, keep blanks together. Throws `invalid-input` for an open quote. */
export function splitWords(line: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote: string | null = null;
  for (const letter of line) {
    if (quote !== null) {
      if (letter === quote) quote = null;
      else word = `${word ?? ''}${letter}`;
    } else if (letter === '"' || letter === "'") {
      quote = letter;
      word ??= '';
    } else if (/\s/.test(letter)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = `${word ?? ''}${letter}`;
  }
  if (quote !== null) {
    throw invalidInput('line', `A ${quote} is not closed.`, `Close it with another ${quote}.`);
  }
  if (word !== null) words.push(word);
  return words;
}
