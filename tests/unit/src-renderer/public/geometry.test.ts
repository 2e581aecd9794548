import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { pixelsTo, placeOf, rulerOf } from '#renderer/public/geometry.ts';

const MINUTE_MS = 60_000;
const START_AT = Date.UTC(2026, 2, 8, 6, 0, 0);
const WINDOW = { startAt: START_AT, endAt: START_AT + 360 * MINUTE_MS };

describe('placeOf', () => {
  test('is as wide as the programme is long', () => {
    const entry = { startAt: START_AT + 30 * MINUTE_MS, endAt: START_AT + 60 * MINUTE_MS };

    expect(placeOf(entry, WINDOW, 6)).toEqual({
      left: 180,
      width: 180,
      isCutLeft: false,
      isCutRight: false,
    });
  });

  test('cuts what reaches over the edges and says so', () => {
    const entry = { startAt: START_AT - MINUTE_MS, endAt: WINDOW.endAt + MINUTE_MS };

    expect(placeOf(entry, WINDOW, 4)).toEqual({
      left: 0,
      width: 1_440,
      isCutLeft: true,
      isCutRight: true,
    });
  });

  test('is nowhere for what only touches the window', () => {
    expect(placeOf({ startAt: 0, endAt: START_AT }, WINDOW, 6)).toBeNull();
    expect(placeOf({ startAt: WINDOW.endAt, endAt: WINDOW.endAt + 1 }, WINDOW, 6)).toBeNull();
  });

  test('lets programmes that follow each other touch, at any scale', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 90 * MINUTE_MS }), { minLength: 1, maxLength: 30 }),
        fc.double({ min: 0.5, max: 20, noNaN: true }),
        (lengths, pxPerMinute) => {
          let at = START_AT;
          let right = 0;
          for (const length of lengths) {
            const place = placeOf({ startAt: at, endAt: at + length }, WINDOW, pxPerMinute);
            at += length;
            if (!place) continue;
            expect(place.left).toBe(right);
            right = place.left + place.width;
          }
          const end = Math.min(at, WINDOW.endAt);
          expect(right).toBe(Math.round(pixelsTo(end, WINDOW, pxPerMinute)));
        },
      ),
    );
  });
});

describe('rulerOf', () => {
  test('names the half hours inside the window', () => {
    const ruler = rulerOf({ startAt: START_AT + 1, endAt: START_AT + 90 * MINUTE_MS });

    expect(ruler).toEqual([START_AT + 30 * MINUTE_MS, START_AT + 60 * MINUTE_MS]);
  });
});
