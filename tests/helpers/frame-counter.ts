import { frameRateOf, type HouseFormat } from '#shared/model/house-format.ts';
import type { FrameRate } from '#shared/time/frames.ts';

/**
 * The counter in test pictures: 32 squares in two rows of sixteen around the picture's centre, each an eighteenth of
 * its height, so that it looks the same in every aspect ratio. Three fixed squares tell it from black and give the
 * levels; the last one makes the number of white squares even.
 */
export const CELL_ROWS = 18;
export const WHITE = 235;
export const BLACK = 16;
const COLUMNS = 16;
const FIRST_ROW = 8;
const SYNC = [1, 0, 1];
const ASSET_BITS = 8;
const FRAME_BITS = 20;

export type CounterReading =
  | { readonly kind: 'counter'; readonly assetNumber: number; readonly frameNumber: number }
  | { readonly kind: 'black' }
  | { readonly kind: 'unreadable' };

function bitsOf(value: number, width: number): number[] {
  return Array.from({ length: width }, (_, index) => (value >> (width - 1 - index)) & 1);
}

function valueOf(bits: readonly number[]): number {
  return bits.reduce((value, bit) => value * 2 + bit, 0);
}

/** The 32 squares of a counter, 1 for white. */
export function counterBits(assetNumber: number, frameNumber: number): number[] {
  const bits = [...SYNC, ...bitsOf(assetNumber, ASSET_BITS), ...bitsOf(frameNumber, FRAME_BITS)];
  return [...bits, bits.reduce((sum, bit) => sum + bit, 0) % 2];
}

/** Column and row of counter square `index` in a picture of `columns` by 18 cells. */
export function counterCell(index: number, columns: number): { column: number; row: number } {
  return {
    column: (columns - COLUMNS) / 2 + (index % COLUMNS),
    row: FIRST_ROW + Math.floor(index / COLUMNS),
  };
}

/** Reads the counter from a picture of one byte per cell, `columns` by 18. */
export function readCounter(cells: Uint8Array, columns: number): CounterReading {
  const levels = Array.from({ length: 32 }, (_, index) => {
    const { column, row } = counterCell(index, columns);
    return cells[row * columns + column] ?? 0;
  });
  const [first = 0, second = 0, third = 0] = levels;
  if (cells.every((level) => level < 28)) return { kind: 'black' };
  const threshold = (Math.min(first, third) + second) / 2;
  if (Math.min(first, third) - second < 12) return { kind: 'unreadable' };
  const bits = levels.map((level) => (level > threshold ? 1 : 0));
  if (bits.reduce<number>((sum, bit) => sum + bit, 0) % 2 !== 0) return { kind: 'unreadable' };
  return {
    kind: 'counter',
    assetNumber: valueOf(bits.slice(3, 3 + ASSET_BITS)),
    frameNumber: valueOf(bits.slice(3 + ASSET_BITS, 31)),
  };
}

/**
 * The source picture that house picture `houseFrame` of an asset must show, by our own integer arithmetic: the last
 * one whose exact time i · d/n, rounded half away from zero to house pictures, is at most `houseFrame`.
 * After the content its last house picture stays, which need not be the last of the source.
 */
export function expectedSourceFrame(
  houseFrame: number,
  sourceRate: FrameRate,
  format: HouseFormat,
  sourceFrameCount = Infinity,
): number {
  const house = frameRateOf(format);
  // round(i · s) ≤ k  ⇔  i · s < k + ½  with s = (source d · house n) / (source n · house d)
  const span = (2 * sourceFrameCount * sourceRate.d * house.n) / (sourceRate.n * house.d);
  const lastHouseFrame = Math.floor((span + 1) / 2) - 1;
  const numerator =
    BigInt(2 * Math.min(houseFrame, lastHouseFrame) + 1) * BigInt(sourceRate.n) * BigInt(house.d);
  const denominator = 2n * BigInt(sourceRate.d) * BigInt(house.n);
  const last = Number((numerator - 1n) / denominator);
  return Math.min(last, sourceFrameCount - 1);
}
