import type { DurationMs } from '../time/units.ts';

/** A stretch of black and silence. */
export interface Pad {
  readonly type: 'pad';
  readonly durationMs: DurationMs;
}

/**
 * Puts what the items leave of a break behind them as pads: an equal one after each, a surplus of milliseconds to the
 * last ones (INV-BREAK-PAD-DISTRIBUTED-001, A6), fewer and longer ones where they would be shorter than a picture. Items
 * and pads sum exactly to `breakMs` (INV-BREAK-PAD-EXACT-001). A break without items is one pad.
 */
export function spreadPads<Item extends { readonly durationMs: DurationMs }>(
  items: readonly Item[],
  breakMs: DurationMs,
  frameMs: number,
): (Item | Pad)[] {
  const restMs = items.reduce((rest, item) => rest - item.durationMs, breakMs);
  if (restMs === 0) return [...items];
  const padCount = Math.max(1, Math.min(items.length, Math.floor(restMs / frameMs)));
  const floorMs = Math.floor(restMs / padCount);
  const longerCount = restMs - floorMs * padCount;
  const pads = Array.from({ length: padCount }, (_, index): Pad => {
    const isLonger = index >= padCount - longerCount;
    return { type: 'pad', durationMs: floorMs + (isLonger ? 1 : 0) };
  });
  const withoutPad = Math.max(0, items.length - padCount);
  const spread: (Item | Pad)[] = items.slice(0, withoutPad);
  pads.forEach((pad, index) => {
    const item = items[withoutPad + index];
    if (item) spread.push(item);
    spread.push(pad);
  });
  return spread;
}
