import { contains, type Interval } from '#shared/time/interval.ts';
import type { EpochMs } from '#shared/time/units.ts';
import { firstIndexWhere } from '#shared/time/bisect.ts';

/** Where the focus is: a lane, and the instant whose cell it is on. Going from lane to lane keeps the instant. */
export interface GridPosition {
  readonly row: number;
  readonly at: EpochMs;
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
 * Where a move leads, in lanes whose entries are in order of time. Up and down go to what is on at the same instant and pass
 * lanes without entries. Where there is nothing to go to, the position stays.
 */
export function movedPosition(
  lanes: readonly (readonly Interval[])[],
  from: GridPosition,
  move: GridMove,
  window: Interval,
): GridPosition {
  const lane = lanes[from.row] ?? [];
  const column = columnAt(lane, from.at);
  switch (move) {
    case 'left':
      return onColumn(lane, column - 1, from, window);
    case 'right':
      return onColumn(lane, column + 1, from, window);
    case 'first':
      return onColumn(lane, 0, from, window);
    case 'last':
      return onColumn(lane, lane.length - 1, from, window);
    case 'up':
    case 'down': {
      const step = move === 'up' ? -1 : 1;
      for (let row = from.row + step; lanes[row] !== undefined; row += step) {
        if (lanes[row]?.length) return { row, at: from.at };
      }
      return from;
    }
  }
}

function onColumn(
  lane: readonly Interval[],
  column: number,
  from: GridPosition,
  window: Interval,
): GridPosition {
  const entry = lane[column];
  return entry ? { row: from.row, at: Math.max(entry.startAt, window.startAt) } : from;
}

/** The index of what is on at the instant, in order of time, or of the nearest: what follows, else the last. */
export function columnAt(entries: readonly Interval[], at: EpochMs): number {
  const next = firstIndexWhere(entries, ({ startAt }) => startAt > at);
  const begun = entries[next - 1];
  const isOn = begun !== undefined && contains(begun, at);
  return isOn || next === entries.length ? Math.max(0, next - 1) : next;
}
