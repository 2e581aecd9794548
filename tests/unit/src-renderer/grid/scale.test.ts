import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { minutesOfPx, scrollAfterZoom, pxOfMinutes, zoomed } from '#renderer/grid/scale.ts';

const ZOOM_STEPS = [28, 48, 64, 96, 200] as const;

describe('minutesOfPx', () => {
  test('takes a pixel back to the minute that gave it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_440 }),
        fc.constantFrom(...ZOOM_STEPS),
        (at, zoom) => {
          expect(minutesOfPx(pxOfMinutes(at, zoom), zoom)).toBeCloseTo(at, 9);
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
          const before = minutesOfPx(scrollTop + pointerY, from);
          const after = minutesOfPx(scrollAfterZoom(scrollTop, pointerY, from, to) + pointerY, to);
          expect(Math.abs(pxOfMinutes(after - before, to))).toBeLessThan(1);
        },
      ),
    );
  });
});

describe('zoomed', () => {
  test('goes to the next step and stays at the ends', () => {
    expect(zoomed(ZOOM_STEPS, 48, 1)).toBe(64);
    expect(zoomed(ZOOM_STEPS, 48, -1)).toBe(28);
    expect(zoomed(ZOOM_STEPS, ZOOM_STEPS[0], -1)).toBe(ZOOM_STEPS[0]);
    expect(zoomed(ZOOM_STEPS, 200, 1)).toBe(200);
  });
});
