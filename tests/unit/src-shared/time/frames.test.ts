import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { frameRateOf, HOUSE_RATES } from '#shared/model/house-format.ts';
import {
  frameAt,
  framesIn,
  instantOfFrame,
  secondsOfFrames,
  type FrameRate,
} from '#shared/time/frames.ts';

const NTSC: FrameRate = { n: 30_000, d: 1_001 };
const HALF_HOUR_MS = 1_800_000;
const TEN_YEARS_IN_HALF_HOURS = 10 * 366 * 48;
const EPOCH_AT = Date.UTC(2026, 0, 1, 11);
const RATES = HOUSE_RATES.map((rate) => ({ name: rate, rate: frameRateOf({ height: 720, rate }) }));

describe('frameAt', () => {
  test('computes the fences of half hours at 29.97 from the epoch', () => {
    const fence = (k: number) => frameAt(EPOCH_AT + k * HALF_HOUR_MS, EPOCH_AT, NTSC);
    expect(fence(1)).toBe(53_946);
    expect(fence(2)).toBe(107_892);
    expect(fence(10)).toBe(539_461);
    expect(fence(48)).toBe(2_589_411);
    expect(fence(48)).not.toBe(48 * 53_946);
  });

  test.for(RATES)('never drifts from the wall clock in ten years at $name', ({ rate }) => {
    let total = 0;
    let worstMs = 0;
    let before = 0;
    for (let k = 1; k <= TEN_YEARS_IN_HALF_HOURS; k += 1) {
      const at = EPOCH_AT + k * HALF_HOUR_MS;
      const fence = frameAt(at, EPOCH_AT, rate);
      total += fence - before;
      before = fence;
      const exactMs = (fence * 1000 * rate.d) / rate.n;
      worstMs = Math.max(worstMs, Math.abs(exactMs - k * HALF_HOUR_MS));
    }
    expect(total).toBe(frameAt(EPOCH_AT + TEN_YEARS_IN_HALF_HOURS * HALF_HOUR_MS, EPOCH_AT, rate));
    expect(worstMs).toBeLessThanOrEqual((500 * rate.d) / rate.n + 0.001);
  });

  test.for(RATES)('gives consecutive blocks frame counts that sum exactly at $name', ({ rate }) => {
    const cuts = fc.array(fc.integer({ min: 1, max: 6 * 3_600_000 }), {
      minLength: 1,
      maxLength: 60,
    });
    const starts = fc.integer({ min: EPOCH_AT - 1e9, max: EPOCH_AT + 3.2e11 });
    fc.assert(
      fc.property(starts, cuts, (startAt, lengths) => {
        let at = startAt;
        let sum = 0;
        for (const length of lengths) {
          const count = frameAt(at + length, EPOCH_AT, rate) - frameAt(at, EPOCH_AT, rate);
          expect(count).toBeGreaterThanOrEqual(0);
          sum += count;
          at += length;
        }
        expect(sum).toBe(frameAt(at, EPOCH_AT, rate) - frameAt(startAt, EPOCH_AT, rate));
      }),
    );
  });

  test('rounds halves away from zero on both sides of the epoch', () => {
    const rate: FrameRate = { n: 25, d: 1 };
    expect(frameAt(EPOCH_AT + 20, EPOCH_AT, rate)).toBe(1);
    expect(frameAt(EPOCH_AT + 19, EPOCH_AT, rate)).toBe(0);
    expect(frameAt(EPOCH_AT - 20, EPOCH_AT, rate)).toBe(-1);
    expect(frameAt(EPOCH_AT - 19, EPOCH_AT, rate)).toBe(0);
  });
});

describe('instantOfFrame', () => {
  test.for(RATES)('is undone by frameAt at $name', ({ rate }) => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 10_000_000_000 }), (frame) => {
        expect(frameAt(instantOfFrame(frame, EPOCH_AT, rate), EPOCH_AT, rate)).toBe(frame);
      }),
    );
  });
});

describe('framesIn', () => {
  test('rounds a length to whole pictures', () => {
    expect(framesIn(1_000, NTSC)).toBe(30);
    expect(framesIn(1_320_000, NTSC)).toBe(39_560);
    expect(framesIn(0, NTSC)).toBe(0);
  });
});

describe('secondsOfFrames', () => {
  test('gives the exact length of a full media segment', () => {
    expect(secondsOfFrames(60, NTSC)).toBeCloseTo(2.002, 9);
    expect(secondsOfFrames(50, { n: 25, d: 1 })).toBe(2);
  });
});
