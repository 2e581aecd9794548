import { describe, expect, test } from 'vitest';

import { spreadPads } from '#shared/traffic/spread-pads.ts';

const FRAME_MS = 1_001 / 30;
const spots = Array.from({ length: 5 }, () => ({ type: 'spot', durationMs: 30_000 }));
const padsOf = (breakMs: number): number[] =>
  spreadPads(spots, breakMs, FRAME_MS)
    .filter(({ type }) => type === 'pad')
    .map(({ durationMs }) => durationMs);

describe('spreadPads', () => {
  test('puts an equal pad after each item', () => {
    expect(padsOf(160_000)).toEqual([2_000, 2_000, 2_000, 2_000, 2_000]);
    expect(spreadPads(spots, 160_000, FRAME_MS).map(({ type }) => type)).toEqual(
      Array.from({ length: 5 }, () => ['spot', 'pad']).flat(),
    );
  });

  test('gives surplus milliseconds to the last pads', () => {
    expect(padsOf(160_003)).toEqual([2_000, 2_000, 2_001, 2_001, 2_001]);
  });

  test('joins pads that would be shorter than a picture', () => {
    expect(padsOf(150_070)).toEqual([35, 35]);
    expect(padsOf(150_010)).toEqual([10]);
  });

  test('adds no pad where the items fill the break', () => {
    expect(padsOf(150_000)).toEqual([]);
  });

  test('makes a break without items one pad', () => {
    expect(spreadPads([], 160_000, FRAME_MS)).toEqual([{ type: 'pad', durationMs: 160_000 }]);
  });
});
