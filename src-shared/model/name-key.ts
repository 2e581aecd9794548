/** Control characters and the invisible marks that turn the direction of writing. */
const INVISIBLE = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu;

/** One line of composed text with single blanks; what cannot be seen is gone. Any input is accepted. */
export function tidyText(text: string): string {
  return text.normalize('NFC').replace(INVISIBLE, ' ').replace(/\s+/gu, ' ').trim();
}

/** The form in which two spellings of a name are compared: letters and digits of any script, lower case. */
export function nameKey(name: string): string {
  return tidyText(name)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
