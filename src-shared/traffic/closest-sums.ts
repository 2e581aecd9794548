import type { DurationMs } from '../time/units.ts';

/** The room is parted into so many cells; each keeps the first sum that falls into it, and no other. */
const CELLS = 4_096;

/** A choice of the given lengths, by their places, ascending. */
export interface Sum {
  readonly places: readonly number[];
  readonly sumMs: DurationMs;
}

export interface ClosestSums {
  /** The greatest sum found that is not greater than the room; of nothing where all are longer. */
  readonly under: Sum;
  /** The smallest sum found that is greater than the room; `null` where all together are not. */
  readonly over: Sum | null;
}

/** What is near enough to look no further. */
export interface NearEnough {
  /** Rest of the room that is good at any time, milliseconds. */
  readonly atOnceMs: DurationMs;
  /** Rest that is good when the lengths before these places have been tried, milliseconds. */
  readonly atStepsMs: DurationMs;
  readonly steps: readonly number[];
}

/** A sum found: its last length and the sum before it. */
interface State {
  readonly sumMs: DurationMs;
  readonly place: number;
  readonly before: State | null;
}

/**
 * Chooses among lengths, each at most once, so that they sum as closely as possible to the room, those that come first
 * preferred. Not exponential: of sums within one 4,096th of the room of each other only the first is kept, so it costs at
 * most 4,096 steps a length, and what it finds is that near to the best there is.
 */
export function closestSums(
  lengthsMs: readonly DurationMs[],
  roomMs: DurationMs,
  { atOnceMs, atStepsMs, steps }: NearEnough,
): ClosestSums {
  const cellMs = Math.max(1, roomMs / CELLS);
  const taken = new Uint8Array(CELLS + 1);
  const nothing: State = { sumMs: 0, place: -1, before: null };
  const states = [nothing];
  taken[0] = 1;
  let under = nothing;
  let over: State | null = null;
  for (const [place, lengthMs] of lengthsMs.entries()) {
    if (steps.includes(place) && roomMs - under.sumMs <= atStepsMs) break;
    // Sums with this length are added behind; it is not added to them again.
    for (const before of states.slice()) {
      const sumMs = before.sumMs + lengthMs;
      if (sumMs > roomMs) {
        if (over === null || sumMs < over.sumMs) over = { sumMs, place, before };
        continue;
      }
      const cell = Math.floor(sumMs / cellMs);
      if (sumMs > under.sumMs) under = { sumMs, place, before };
      if (taken[cell] === 1) continue;
      taken[cell] = 1;
      states.push({ sumMs, place, before });
    }
    if (roomMs - under.sumMs <= atOnceMs) break;
  }
  return { under: sumOf(under), over: over && sumOf(over) };
}

function sumOf(state: State): Sum {
  const places: number[] = [];
  for (let at: State | null = state; at !== null && at.place >= 0; at = at.before) {
    places.unshift(at.place);
  }
  return { places, sumMs: state.sumMs };
}
