import { describe, expect, test } from 'vitest';

import { columnAt, movedPosition, moveOfKey } from '#renderer/public/grid-focus.ts';

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

describe('movedPosition', () => {
  test('moves along a row and stays at its ends', () => {
    expect(movedPosition(ROWS, { row: 0, column: 0 }, 'right')).toEqual({ row: 0, column: 1 });
    expect(movedPosition(ROWS, { row: 0, column: 2 }, 'right')).toEqual({ row: 0, column: 2 });
    expect(movedPosition(ROWS, { row: 0, column: 0 }, 'left')).toEqual({ row: 0, column: 0 });
    expect(movedPosition(ROWS, { row: 0, column: 1 }, 'last')).toEqual({ row: 0, column: 2 });
    expect(movedPosition(ROWS, { row: 0, column: 2 }, 'first')).toEqual({ row: 0, column: 0 });
  });

  test('goes down to what is on at the same time and passes rows without programmes', () => {
    expect(movedPosition(ROWS, { row: 0, column: 2 }, 'down')).toEqual({ row: 2, column: 0 });
    expect(movedPosition(ROWS, { row: 0, column: 1 }, 'down')).toEqual({ row: 2, column: 0 });
  });

  test('goes up to what is on at the same time', () => {
    expect(movedPosition(ROWS, { row: 3, column: 1 }, 'up')).toEqual({ row: 2, column: 0 });
    expect(movedPosition([ROWS[0] ?? [], ROWS[3] ?? []], { row: 1, column: 1 }, 'up')).toEqual({
      row: 0,
      column: 1,
    });
  });

  test('stays where there is no other row', () => {
    expect(movedPosition(ROWS, { row: 0, column: 1 }, 'up')).toEqual({ row: 0, column: 1 });
    expect(movedPosition(ROWS, { row: 3, column: 1 }, 'down')).toEqual({ row: 3, column: 1 });
    expect(movedPosition([[]], { row: 0, column: 0 }, 'right')).toEqual({ row: 0, column: 0 });
  });
});

describe('columnAt', () => {
  test('is the nearest programme where none is on', () => {
    const row = [
      { startAt: 10, endAt: 20 },
      { startAt: 30, endAt: 40 },
    ];

    expect([5, 15, 25, 45].map((at) => columnAt(row, at))).toEqual([0, 0, 1, 1]);
  });
});

describe('moveOfKey', () => {
  test('knows the arrow keys, and leaves the others alone', () => {
    expect(moveOfKey('ArrowUp')).toBe('up');
    expect(moveOfKey('Enter')).toBeNull();
    expect(moveOfKey('constructor')).toBeNull();
  });
});
