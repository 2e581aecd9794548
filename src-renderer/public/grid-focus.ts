import { contains, type Interval } from '#shared/time/interval.ts';
import type { EpochMs } from '#shared/time/units.ts';

/** The focused cell: a row and a programme of it. */
export interface GridPosition {
  readonly row: number;
  readonly column: number;
}

/** A move by keyboard. */
export type GridMove = 'left' | 'right' | 'up' | 'down' | 'first' | 'last';

const KEYS: Readonly<Record<string, GridMove>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
};

/** The move that a key stands for. */
export function moveOfKey(key: string): GridMove | null {
  return Object.hasOwn(KEYS, key) ? (KEYS[key] ?? null) : null;
}

/**
 * Where a move leads. Up and down go to the programme of the next row that is on at the same time, and pass rows
 * without any. Where there is nothing to go to, the position stays.
 */
export function movedPosition(
  rows: readonly (readonly Interval[])[],
  from: GridPosition,
  move: GridMove,
): GridPosition {
  const row = rows[from.row] ?? [];
  switch (move) {
    case 'left':
      return { ...from, column: Math.max(0, from.column - 1) };
    case 'right':
      return { ...from, column: Math.max(0, Math.min(row.length - 1, from.column + 1)) };
    case 'first':
      return { ...from, column: 0 };
    case 'last':
      return { ...from, column: Math.max(0, row.length - 1) };
    case 'up':
    case 'down': {
      const at = row[from.column]?.startAt ?? 0;
      const step = move === 'up' ? -1 : 1;
      for (let next = from.row + step; rows[next] !== undefined; next += step) {
        const found = rows[next] ?? [];
        if (found.length > 0) return { row: next, column: columnAt(found, at) };
      }
      return from;
    }
  }
}

/** The programme on at the instant, or the nearest one. */
export function columnAt(entries: readonly Interval[], at: EpochMs): number {
  const exact = entries.findIndex((entry) => contains(entry, at));
  if (exact >= 0) return exact;
  const after = entries.findIndex((entry) => entry.startAt > at);
  return after >= 0 ? after : Math.max(0, entries.length - 1);
}
