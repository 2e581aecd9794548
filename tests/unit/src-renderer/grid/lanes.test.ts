import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { laneOf, placeOf, pxTo, rulerOf } from '#renderer/grid/lanes.ts';
import { broadcastDayWindow } from '#shared/time/broadcast-day.ts';

const MINUTE_MS = 60_000;
const START_AT = Date.UTC(2026, 2, 8, 6, 0, 0);
const WINDOW = { startAt: START_AT, endAt: START_AT + 360 * MINUTE_MS };

describe('placeOf', () => {
  test('is as wide as the programme is long', () => {
    const entry = { startAt: START_AT + 30 * MINUTE_MS, endAt: START_AT + 60 * MINUTE_MS };

    expect(placeOf(entry, WINDOW, 360)).toEqual({
      left: 180,
      width: 180,
      isCutLeft: false,
      isCutRight: false,
    });
  });

  test('cuts what reaches over the edges and says so', () => {
    const entry = { startAt: START_AT - MINUTE_MS, endAt: WINDOW.endAt + MINUTE_MS };

    expect(placeOf(entry, WINDOW, 240)).toEqual({
      left: 0,
      width: 1_440,
      isCutLeft: true,
      isCutRight: true,
    });
  });

  test('is nowhere for what only touches the window', () => {
    expect(placeOf({ startAt: 0, endAt: START_AT }, WINDOW, 360)).toBeNull();
    expect(placeOf({ startAt: WINDOW.endAt, endAt: WINDOW.endAt + 1 }, WINDOW, 360)).toBeNull();
  });

  test('lets programmes that follow each other touch, at any scale', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 90 * MINUTE_MS }), { minLength: 1, maxLength: 30 }),
        fc.double({ min: 30, max: 1_200, noNaN: true }),
        (lengths, pxPerHour) => {
          let at = START_AT;
          let right = 0;
          for (const length of lengths) {
            const place = placeOf({ startAt: at, endAt: at + length }, WINDOW, pxPerHour);
            at += length;
            if (!place) continue;
            expect(place.left).toBe(right);
            right = place.left + place.width;
          }
          const end = Math.min(at, WINDOW.endAt);
          expect(right).toBe(Math.round(pxTo(end, WINDOW, pxPerHour)));
        },
      ),
    );
  });
});

describe('laneOf', () => {
  test('gives what touches the window the width of its time and tiles the lane', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(lengths, fc.constantFrom(120, 240, 480), (slots, pxPerHour) => {
        let at = START_AT;
        const entries = slots.map((count) => {
          const startAt = at;
          at += count * 15 * MINUTE_MS;
          return { startAt, endAt: at };
        });
        const cells = laneOf(entries, { startAt: START_AT, endAt: at }, pxPerHour);
        expect(cells.map(({ entry }) => entry)).toEqual(entries);
        for (const [index, { left, width, entry }] of cells.entries()) {
          expect(width).toBe(((entry.endAt - entry.startAt) * pxPerHour) / (60 * MINUTE_MS));
          const next = cells[index + 1];
          if (next) expect(left + width).toBe(next.left);
        }
      }),
    );
  });

  test('leaves out what lies outside and cuts what reaches over the edges', () => {
    const entries = [0, 60, 120, 180, 420, 480].map((minutes) => ({
      startAt: START_AT + (minutes - 90) * MINUTE_MS,
      endAt: START_AT + (minutes - 30) * MINUTE_MS,
    }));

    const cells = laneOf(entries, WINDOW, 60);
    expect(cells.map((cell) => [cell.left, cell.width, cell.isCutLeft, cell.isCutRight])).toEqual([
      [0, 30, true, false],
      [30, 60, false, false],
      [90, 60, false, false],
      [330, 30, false, true],
    ]);
  });

  test('draws a day of 23 hours with 23 hours', () => {
    const time = { timezone: 'America/New_York', dayStart: '00:00', gridMinutes: 30 };
    const day = broadcastDayWindow(time, '2026-03-08');

    expect(pxTo(day.endAt, day, 100)).toBe(2_300);
    expect(laneOf([day], day, 100)).toMatchObject([{ left: 0, width: 2_300 }]);
    expect(rulerOf(day)).toHaveLength(46);
  });
});

describe('rulerOf', () => {
  test('names the half hours inside the window', () => {
    const ruler = rulerOf({ startAt: START_AT + 1, endAt: START_AT + 90 * MINUTE_MS });

    expect(ruler).toEqual([START_AT + 30 * MINUTE_MS, START_AT + 60 * MINUTE_MS]);
  });
});
