import type { DurationMs } from '../time/units.ts';

/** A stretch of content, half-open, that has no breakpoints of its own. */
export interface OpenStretch {
  readonly startMs: DurationMs;
  readonly endMs: DurationMs;
}

/**
 * At most `most` places to cut inside the stretches, ascending: each stretch is divided evenly, the longest acts are divided first,
 * and no act becomes shorter than `shortestActMs`. Ties go to the earlier stretch.
 */
export function divideStretches(
  stretches: readonly OpenStretch[],
  most: number,
  shortestActMs: DurationMs,
): number[] {
  const cuts = stretches.map((stretch) => ({ stretch, count: 0 }));
  const actMs = ({ stretch, count }: (typeof cuts)[number], more: number): number =>
    Math.floor((stretch.endMs - stretch.startMs) / (count + 1 + more));
  for (let left = most; left > 0; left -= 1) {
    const divisible = cuts.filter((cut) => actMs(cut, 1) >= shortestActMs);
    const [longest] = divisible.sort((a, b) => actMs(b, 0) - actMs(a, 0));
    if (!longest) break;
    longest.count += 1;
  }
  return cuts.flatMap(({ stretch: { startMs, endMs }, count }) =>
    Array.from(
      { length: count },
      (_, index) => startMs + Math.floor(((index + 1) * (endMs - startMs)) / (count + 1)),
    ),
  );
}
