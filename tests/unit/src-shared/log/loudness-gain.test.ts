import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { gainFor } from '#shared/log/loudness-gain.ts';

describe('gainFor', () => {
  test('turns loud material down to the target', () => {
    expect(gainFor({ integratedLufs: -9.7, truePeakDbtp: -8.7 }, -23)).toBe(-13.3);
  });

  test('turns quiet material up to the target when its peaks allow', () => {
    expect(gainFor({ integratedLufs: -30, truePeakDbtp: -12 }, -23)).toBe(7);
  });

  test('stops where the true peak would pass -1.5 dBTP', () => {
    expect(gainFor({ integratedLufs: -30, truePeakDbtp: -4 }, -23)).toBe(2.5);
  });

  test('leaves silent and unmeasured material alone', () => {
    expect(gainFor({ integratedLufs: null, truePeakDbtp: null }, -23)).toBe(0);
  });

  test('never moves material by more than 20 dB', () => {
    expect(gainFor({ integratedLufs: -60, truePeakDbtp: -50 }, -23)).toBe(20);
    expect(gainFor({ integratedLufs: 3, truePeakDbtp: null }, -23)).toBe(-20);
  });

  test('keeps every peak within reach of 20 dB at or below -1.5 dBTP', () => {
    const level = fc.double({ min: -60, max: 0, noNaN: true });
    const peak = fc.double({ min: -40, max: 12, noNaN: true });
    fc.assert(
      fc.property(level, peak, (integratedLufs, truePeakDbtp) => {
        const gain = gainFor({ integratedLufs, truePeakDbtp }, -23);
        expect(truePeakDbtp + gain).toBeLessThanOrEqual(-1.5 + 1e-6);
      }),
    );
  });
});
