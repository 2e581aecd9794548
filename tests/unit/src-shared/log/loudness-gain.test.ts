import { describe, expect, test } from 'vitest';

import { gainFor } from '#shared/log/loudness-gain.ts';

describe('gainFor', () => {
  test('brings loud and quiet assets to the target', () => {
    expect(gainFor({ integratedLufs: -14, truePeakDbtp: -1 }, -24)).toBe(-10);
    expect(gainFor({ integratedLufs: -30, truePeakDbtp: -20 }, -24)).toBe(6);
  });

  test('never lifts a peak above −1.5 dBTP', () => {
    expect(gainFor({ integratedLufs: -30, truePeakDbtp: -4 }, -24)).toBe(2.5);
    expect(gainFor({ integratedLufs: -24, truePeakDbtp: 0.5 }, -24)).toBe(-2);
  });

  test('stays within 20 dB and does nothing when the loudness is unknown', () => {
    expect(gainFor({ integratedLufs: -70, truePeakDbtp: null }, -24)).toBe(20);
    expect(gainFor({ integratedLufs: 3, truePeakDbtp: 1 }, -24)).toBe(-20);
    expect(gainFor({ integratedLufs: null, truePeakDbtp: null }, -24)).toBe(0);
  });
});
