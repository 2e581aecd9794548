/**
 * The first index at which the condition holds, the length of the list for none. From there on it holds for all that follow, as
 * in a list in order; so few places are asked.
 */
export function firstIndexWhere<Item>(
  items: readonly Item[],
  isTrue: (item: Item) => boolean,
): number {
  return firstWhere(0, items.length, (index) => isTrue(items[index] as Item));
}

/** The first integer in `[from, to)` at which the condition holds, `to` for none; from there on it holds for all that follow. */
export function firstWhere(from: number, to: number, isTrue: (at: number) => boolean): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2);
    if (isTrue(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
