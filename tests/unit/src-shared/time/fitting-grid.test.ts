import { describe, expect, test } from 'vitest';

import { broadcastDayStart, type ChannelTime } from '#shared/time/broadcast-day.ts';
import { fittingGrid } from '#shared/time/fitting-grid.ts';
import { MS_PER_MINUTE } from '#shared/time/units.ts';

const NEPAL: ChannelTime = { timezone: 'Asia/Kathmandu', dayStart: '05:20', gridMinutes: 30 };

describe('fittingGrid', () => {
  const startAt = broadcastDayStart(NEPAL, '2026-03-09');
  const at = (minutes: number): number => startAt + minutes * MS_PER_MINUTE;

  test('is the channel’s own where that fits', () => {
    expect(fittingGrid(NEPAL, [at(0), at(30), at(90)])).toBe(NEPAL);
    expect(fittingGrid(NEPAL, [])).toBe(NEPAL);
  });

  test('is quarters of the local hour, else minutes, for what was placed by another clock', () => {
    expect(fittingGrid(NEPAL, [at(10), at(25), at(40)])).toMatchObject({ gridMinutes: 15 });
    expect(fittingGrid(NEPAL, [at(0), at(15)])).toMatchObject({ gridMinutes: 1 });
    expect(fittingGrid(NEPAL, [at(0), at(10)])).toMatchObject({
      timezone: 'Asia/Kathmandu',
      gridMinutes: 1,
    });
  });
});
