const ZERO = 0x30;
const NINE = 0x39;

function isDigit(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= ZERO && unit <= NINE;
}

/** Where the digits that begin at `from` end. */
function endOfDigits(text: string, from: number): number {
  let end = from;
  while (end < text.length && isDigit(text, end)) end += 1;
  return end;
}

/** The first digit of the number that does not lead with nought; the end for nothing but noughts. */
function withoutNoughts(text: string, from: number, end: number): number {
  let start = from;
  while (start < end && text.charCodeAt(start) === ZERO) start += 1;
  return start;
}

/** By UTF-16 units, ascending. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The order in which people count: digits that follow each other are one number, however long (`Part 2` before `Part 10`);
 * everything else goes by UTF-16 units, ascending. A total order: 0 only for equal texts.
 */
export function compareNatural(a: string, b: string): number {
  let atA = 0;
  let atB = 0;
  while (atA < a.length && atB < b.length) {
    if (isDigit(a, atA) && isDigit(b, atB)) {
      const endA = endOfDigits(a, atA);
      const endB = endOfDigits(b, atB);
      const digitsA = a.slice(withoutNoughts(a, atA, endA), endA);
      const digitsB = b.slice(withoutNoughts(b, atB, endB), endB);
      if (digitsA.length !== digitsB.length) return digitsA.length - digitsB.length;
      if (digitsA !== digitsB) return digitsA < digitsB ? -1 : 1;
      atA = endA;
      atB = endB;
      continue;
    }
    const difference = a.charCodeAt(atA) - b.charCodeAt(atB);
    if (difference !== 0) return difference;
    atA += 1;
    atB += 1;
  }
  const left = a.length - atA - (b.length - atB);
  return left !== 0 ? left : compareText(a, b);
}
