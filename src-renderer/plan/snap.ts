/** How near an edge must be to catch a dragged one. */
export const SNAP_PX = 8;

export interface SnapRules {
  readonly isSnapping: boolean;
  readonly gridMinutes: number;
  /** Starts and ends of the other rows, in minutes. */
  readonly edges: readonly number[];
  /** {@link SNAP_PX} in minutes. */
  readonly reachMinutes: number;
}

export interface Snapped {
  readonly minutes: number;
  /** The offset of the edge that caught it, or `null` for the grid and for free movement. */
  readonly guideAt: number | null;
}

/** The multiple of the grid nearest to an offset; halves go up. */
function onGrid(minutes: number, gridMinutes: number): number {
  return Math.round(minutes / gridMinutes) * gridMinutes;
}

function nearest(minutes: number, edges: readonly number[], reach: number): number | null {
  let best: number | null = null;
  for (const edge of edges) {
    const distance = Math.abs(edge - minutes);
    if (distance <= reach && (best === null || distance < Math.abs(best - minutes))) best = edge;
  }
  return best;
}

/**
 * Where an edge at `minutes` comes to rest: on a neighbour's edge that is nearer than the next grid line, else on the
 * grid; on the whole minute when snapping is off.
 */
export function snapEdge(minutes: number, rules: SnapRules): Snapped {
  if (!rules.isSnapping) return { minutes: Math.round(minutes), guideAt: null };
  const edge = nearest(minutes, rules.edges, rules.reachMinutes);
  const grid = onGrid(minutes, rules.gridMinutes);
  if (edge !== null && (edge === grid || Math.abs(edge - minutes) < Math.abs(grid - minutes))) {
    return { minutes: edge, guideAt: edge };
  }
  return { minutes: grid, guideAt: null };
}

/** Where a row of a length comes to rest: its start or its end is caught, whichever is nearer. */
export function snapRow(startMinutes: number, durationMinutes: number, rules: SnapRules): Snapped {
  const byStart = snapEdge(startMinutes, rules);
  if (!rules.isSnapping) return byStart;
  const end = nearest(startMinutes + durationMinutes, rules.edges, rules.reachMinutes);
  if (end === null) return byStart;
  const byEnd = end - durationMinutes;
  const isNearer = Math.abs(byEnd - startMinutes) < Math.abs(byStart.minutes - startMinutes);
  return isNearer || (byEnd === byStart.minutes && byStart.guideAt === null)
    ? { minutes: byEnd, guideAt: end }
    : byStart;
}
