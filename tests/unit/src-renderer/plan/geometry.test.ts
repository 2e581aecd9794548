import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  minutesOfY,
  scrollAfterZoom,
  yOfMinutes,
  ZOOM_STEPS,
  zoomed,
} from '#renderer/plan/geometry.ts';

describe('minutesOfY', () => {
  test('takes a pixel back to the minute that gave it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_440 }),
        fc.constantFrom(...ZOOM_STEPS),
        (at, zoom) => {
          expect(minutesOfY(yOfMinutes(at, zoom), zoom)).toBeCloseTo(at, 9);
        },
      ),
    );
  });
});

describe('scrollAfterZoom', () => {
  test('keeps the time under the pointer where it is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2_000 }),
        fc.integer({ min: 0, max: 900 }),
        fc.constantFrom(...ZOOM_STEPS),
        fc.constantFrom(...ZOOM_STEPS),
        (scrollTop, pointerY, from, to) => {
          const before = minutesOfY(scrollTop + pointerY, from);
          const after = minutesOfY(scrollAfterZoom(scrollTop, pointerY, from, to) + pointerY, to);
          expect(Math.abs(yOfMinutes(after - before, to))).toBeLessThan(1);
        },
      ),
    );
  });
});

describe('zoomed', () => {
  test('goes to the next step and stays at the ends', () => {
    expect(zoomed(48, 1)).toBe(64);
    expect(zoomed(48, -1)).toBe(36);
    expect(zoomed(ZOOM_STEPS[0], -1)).toBe(ZOOM_STEPS[0]);
    expect(zoomed(200, 1)).toBe(200);
  });
});
