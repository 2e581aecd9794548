import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { guideCells, indexAt, xOfInstant } from '#renderer/guide/guide-geometry.ts';
import { GuideEntry } from '#shared/model/guide.ts';
import { broadcastDayWindow } from '#shared/time/broadcast-day.ts';

function entry(startAt: number, endAt: number): GuideEntry {
  return GuideEntry.parse({
    airingId: `airing ${String(startAt)}`,
    channelId: 'channel',
    broadcastDate: '2026-03-08',
    startAt,
    endAt,
    title: 'Show',
    episodeTitle: null,
    seasonNumber: null,
    episodeNumber: null,
    year: null,
    kind: 'episode',
    assetId: null,
    contentDurationMs: 1,
    displayDuration: null,
  });
}

describe('guideCells', () => {
  test('gives every cell the width of its time and tiles the row', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(lengths, fc.constantFrom(120, 240, 480), (slots, pxPerHour) => {
        let at = 1_000_000;
        const entries = slots.map((count) => {
          const one = entry(at, at + count * 900_000);
          at = one.endAt;
          return one;
        });
        const cells = guideCells(entries, 1_000_000, at, pxPerHour);
        for (const [index, { left, width, entry: one }] of cells.entries()) {
          expect(width).toBeCloseTo(((one.endAt - one.startAt) * pxPerHour) / 3_600_000, 6);
          const next = cells[index + 1];
          if (next) expect(left + width).toBeCloseTo(next.left, 6);
        }
      }),
    );
  });

  test('cuts off what begins before the window or ends after it', () => {
    const cells = guideCells(
      [entry(0, 7_200_000), entry(7_200_000, 9_000_000)],
      3_600_000,
      8_100_000,
      240,
    );
    expect(cells.map(({ left, width, isCutLeft }) => [left, width, isCutLeft])).toEqual([
      [0, 240, true],
      [240, 60, false],
    ]);
  });

  test('draws a day of 23 hours with 23 hours', () => {
    const time = { timezone: 'America/New_York', dayStart: '00:00', gridMinutes: 30 };
    const { startAt, endAt } = broadcastDayWindow(time, '2026-03-08');
    expect(xOfInstant(endAt, startAt, 100)).toBe(2_300);
  });
});

describe('indexAt', () => {
  test('finds the entry on the air, or the last one before', () => {
    const entries = [entry(10, 20), entry(20, 30), entry(50, 60)];
    expect([5, 10, 19, 20, 45, 70].map((at) => indexAt(entries, at))).toEqual([-1, 0, 0, 1, 1, 2]);
  });
});
