/** What a title says of parts: the title without it, and which part it is. */
export interface PartTitle {
  /** Lower case; of an episode that its number halves (`13a`), the number. */
  readonly base: string;
  /** From 1. */
  readonly part: number;
}

const WORDS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const ROMAN = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x'];
const LETTERS = ['a', 'b', 'c', 'd'];

/** Words before the number of a part, and of a disc that holds one. */
const PART = '(?:part|pt|teil|partie|parte|deel|cd|disc|disk)';
const OF = String.raw`(?:\s*(?:of|\/)\s*\w+)?`;

/** The ways in which parts are written, asked in this order; the first group is the base, the second the part. */
const WAYS: readonly RegExp[] = [
  // Cold Front (1), Cold Front [2/3], Cold Front (Part 2), Cold Front (1 of 3)
  new RegExp(String.raw`^(.*\S)\s*[([]\s*(?:${PART}\.?\s*)?(\d{1,2})${OF}\s*[)\]]$`),
  // Cold Front, Part 2 of 3; Cold Front pt1; Cold Front - Pt. 2; Cold Front CD2
  new RegExp(String.raw`^(.*\S)[\s,:;._–—-]\s*[([]?\s*${PART}[\s._]*(\d{1,2})${OF}\s*[)\]]?$`),
  // Cold Front: Part II; Cold Front (Part Two of Three)
  new RegExp(String.raw`^(.*\S)[\s,:;._–—-]\s*[([]?\s*${PART}[\s._]+([a-z]+)${OF}\s*[)\]]?$`),
  // Cold Front 1 of 2
  /^(.*\S)[\s,:;–—-]\s*(\d{1,2})\s+of\s+\d{1,2}$/,
  // 13a - Cold Front; Episode 13b
  /^(?:episode\s+)?(\d{1,4})([a-d])(?=$|\s)/,
];

function numberOf(text: string): number | null {
  if (/^\d+$/.test(text)) return Number(text);
  const index = Math.max(WORDS.indexOf(text), ROMAN.indexOf(text));
  return index < 0 ? null : index + 1;
}

/**
 * Reads which part of a story a title names: “Cold Front, Part 2”, “Cold Front (1)”, “Cold Front pt1”, “13a - Cold Front”. A title
 * that is nothing but “Part 2” is none.
 */
export function partOfTitle(title: string): PartTitle | null {
  const text = title.trim().toLowerCase();
  for (const [index, way] of WAYS.entries()) {
    const match = way.exec(text);
    if (!match) continue;
    const [, before = '', which = ''] = match;
    const isLetter = index === WAYS.length - 1;
    const part = isLetter ? LETTERS.indexOf(which) + 1 : numberOf(which);
    const base = before.replace(/[\s,:;._–—-]+$/, '');
    if (part !== null && part >= 1 && base !== '') return { base, part };
  }
  return null;
}
