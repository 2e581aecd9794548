import { describe, expect, test } from 'vitest';

import {
  easterOf,
  holidaysOn,
  seasonalTags,
  seasonOf,
} from '#shared/planning/choose/season-calendar.ts';

describe('holidaysOn', () => {
  test('knows the holidays of the year', () => {
    expect(holidaysOn('2026-12-24')).toEqual(['christmas']);
    expect(holidaysOn('2026-12-31')).toEqual(['new-year']);
    expect(holidaysOn('2027-01-01')).toEqual(['new-year']);
    expect(holidaysOn('2026-10-31')).toEqual(['halloween']);
    expect(holidaysOn('2026-11-26')).toEqual(['thanksgiving']);
    expect(holidaysOn('2026-11-22')).toEqual([]);
    expect(holidaysOn('2026-04-03')).toEqual(['easter']);
    expect(holidaysOn('2026-07-04')).toEqual(['independence-day']);
    expect(holidaysOn('2026-08-04')).toEqual([]);
  });
});

describe('easterOf', () => {
  test('agrees with the almanac', () => {
    expect([2024, 2025, 2026, 2027, 2038, 2049].map(easterOf)).toEqual([
      ...['2024-03-31', '2025-04-20', '2026-04-05'],
      ...['2027-03-28', '2038-04-25', '2049-04-18'],
    ]);
  });
});

describe('seasonalTags', () => {
  test('puts the holiday before the season, and calls autumn fall as well', () => {
    expect(seasonalTags('2026-10-31')).toEqual([
      ['holiday:halloween'],
      ['season:autumn', 'season:fall'],
    ]);
    expect(seasonalTags('2026-08-01')).toEqual([['season:summer']]);
    expect(['02', '03', '06', '09', '12'].map((month) => seasonOf(`2026-${month}-01`))).toEqual([
      ...['winter', 'spring', 'summer', 'autumn', 'winter'],
    ]);
  });
});
