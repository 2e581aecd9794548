import { describe, expect, test } from 'vitest';

import {
  columnAt,
  type GridMove,
  type GridPosition,
  movedPosition,
  moveOfKey,
} from '#renderer/grid/grid-focus.ts';

/** Programmes of the given lengths, one after another. */
function rowOf(...lengths: number[]): { startAt: number; endAt: number }[] {
  let at = 0;
  return lengths.map((length) => {
    const startAt = at;
    at += length;
    return { startAt, endAt: at };
  });
}

const ROWS = [rowOf(30, 30, 60), [], rowOf(120), rowOf(45, 75)];
const WINDOW = { startAt: 0, endAt: 120 };

function moved(from: GridPosition, ...moves: GridMove[]): GridPosition {
  return moves.reduce((position, move) => movedPosition(ROWS, position, move, WINDOW), from);
}

describe('movedPosition', () => {
  test.each<[string, GridPosition, GridMove[], GridPosition]>([
    ['to the right', { row: 0, at: 10 }, ['right'], { row: 0, at: 30 }],
    ['no further than the last', { row: 0, at: 70 }, ['right'], { row: 0, at: 70 }],
    ['to the left', { row: 0, at: 70 }, ['left'], { row: 0, at: 30 }],
    ['no further than the first', { row: 0, at: 10 }, ['left'], { row: 0, at: 10 }],
    ['to the end', { row: 0, at: 40 }, ['last'], { row: 0, at: 60 }],
    ['to the beginning', { row: 0, at: 70 }, ['first'], { row: 0, at: 0 }],
    ['down past a lane without entries', { row: 0, at: 70 }, ['down'], { row: 2, at: 70 }],
    ['down and on with the same time', { row: 0, at: 50 }, ['down', 'down'], { row: 3, at: 50 }],
    ['up to what is on at the time', { row: 3, at: 45 }, ['up', 'up'], { row: 0, at: 45 }],
    ['nowhere above the first lane', { row: 0, at: 30 }, ['up'], { row: 0, at: 30 }],
    ['nowhere below the last lane', { row: 3, at: 30 }, ['down'], { row: 3, at: 30 }],
    ['nowhere in a lane without entries', { row: 1, at: 30 }, ['right'], { row: 1, at: 30 }],
  ])('goes %s', (_where, from, moves, to) => {
    expect(moved(from, ...moves)).toEqual(to);
  });

  test('stays in the window with what began before it', () => {
    const lanes = [
      [
        { startAt: -30, endAt: 20 },
        { startAt: 20, endAt: 60 },
      ],
    ];

    expect(movedPosition(lanes, { row: 0, at: 25 }, 'left', WINDOW)).toEqual({ row: 0, at: 0 });
  });
});

describe('columnAt', () => {
  test('is what is on, or the nearest where nothing is', () => {
    const row = [
      { startAt: 10, endAt: 20 },
      { startAt: 30, endAt: 40 },
    ];

    expect([5, 10, 19, 20, 30, 45].map((at) => columnAt(row, at))).toEqual([0, 0, 0, 1, 1, 1]);
    expect(columnAt([], 5)).toBe(0);
  });
});

describe('moveOfKey', () => {
  test('knows the arrow keys, and leaves the others alone', () => {
    expect(moveOfKey('ArrowUp')).toBe('up');
    expect(moveOfKey('Enter')).toBeNull();
    expect(moveOfKey('constructor')).toBeNull();
  });
});
