import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { AppError } from '#shared/errors/app-error.ts';
import {
  addDays,
  civilAt,
  datesBetween,
  formatInstant,
  instantOfCivil,
  isIsoDate,
  isTimeZone,
  minutesOfLocalTime,
  offsetMinutesAt,
  parseInstant,
  weekdayOf,
} from '#shared/time/zone.ts';

const FIVE_ZONES = [
  'America/New_York',
  'Europe/Berlin',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
];

describe('parseInstant', () => {
  test('reads timestamps that state their offset', () => {
    const at = Date.UTC(2026, 2, 8, 6);
    expect(parseInstant('2026-03-08T06:00:00Z')).toBe(at);
    expect(parseInstant('2026-03-08T01:00:00-05:00')).toBe(at);
    expect(parseInstant('2026-03-08T11:45:00.000+0545')).toBe(at);
    expect(parseInstant('2026-03-08T08:00+02')).toBe(at);
  });

  test.for([
    '2026-03-08T06:00:00',
    '2026-03-08',
    '2026-03-08 06:00:00',
    '06:00Z',
    '2026-03-08T06:00:00[Europe/Berlin]',
    '2026-13-08T06:00:00Z',
    '2026-02-30T06:00:00Z',
    '',
    'now',
  ])('refuses %j, which names no instant', (text) => {
    expect(() => parseInstant(text)).toThrow(AppError);
    expect(() => parseInstant(text)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
  });

  test('undoes formatInstant', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Date.UTC(2200, 0, 1) }), (at) => {
        expect(parseInstant(formatInstant(at))).toBe(at);
      }),
    );
  });
});

describe('the end of the calendar', () => {
  const END_AT = Date.UTC(10_000, 0, 1);
  const refusal = expect.objectContaining({
    code: 'invalid-input',
    message: 'The calendar has no days before the year 0 or after 9999.',
    details: { field: 'date', remedy: 'Choose a date from 1970-01-01 to 9998-12-31.' },
  }) as Error;

  test.each([
    ['the day after the last', () => addDays('9999-12-31', 1)],
    ['a day long before the first', () => addDays('1970-01-01', -800_000)],
    ['so many days that no clock counts them', () => addDays('1970-01-01', 1e12)],
    ['the days up to one that is too late', () => datesBetween('9999-12-30', '9999-12-31')],
    ['an instant after it', () => formatInstant(END_AT)],
    ['an instant that no clock tells', () => formatInstant(Number.MAX_SAFE_INTEGER)],
    ['the local date of one', () => civilAt('Europe/Berlin', Number.MAX_SAFE_INTEGER)],
    ['the local date that is later than the instant', () => civilAt('Asia/Tokyo', END_AT - 1)],
  ])('refuses %s', (_what, work) => {
    expect(work).toThrow(refusal);
  });

  test('has its last days like any other', () => {
    expect(addDays('9999-12-30', 1)).toBe('9999-12-31');
    expect(formatInstant(END_AT - 1)).toBe('9999-12-31T23:59:59.999Z');
  });
});

describe('civilAt', () => {
  test('goes to local time and back in five zones', () => {
    const instants = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2031, 0, 1) });
    fc.assert(
      fc.property(fc.constantFrom(...FIVE_ZONES), instants, (timezone, at) => {
        const back = instantOfCivil(timezone, civilAt(timezone, at));
        // In the hour that happens twice the first occurrence is meant.
        const fold = offsetMinutesAt(timezone, back) - offsetMinutesAt(timezone, at);
        expect(at - back).toBe(fold * 60_000);
        expect(fold).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('instantOfCivil', () => {
  test('moves a time that does not exist forward by the length of the jump', () => {
    const at = instantOfCivil('America/New_York', { date: '2026-03-08', minutes: 150 });
    expect(formatInstant(at)).toBe('2026-03-08T07:30:00.000Z');
  });

  test('takes the first occurrence of a time that happens twice', () => {
    const at = instantOfCivil('America/New_York', { date: '2026-11-01', minutes: 90 });
    expect(formatInstant(at)).toBe('2026-11-01T05:30:00.000Z');
  });

  test('reads minutes past midnight into the next dates', () => {
    const at = instantOfCivil('Europe/Berlin', { date: '2026-12-31', minutes: 1440 + 60 });
    expect(formatInstant(at)).toBe('2027-01-01T00:00:00.000Z');
  });

  test('steps over a date that a zone left out', () => {
    const at = instantOfCivil('Pacific/Apia', { date: '2011-12-30', minutes: 720 });
    expect(civilAt('Pacific/Apia', at)).toEqual({ date: '2011-12-31', minutes: 720 });
  });

  test('refuses an unknown zone', () => {
    expect(() => instantOfCivil('Mars/Base', { date: '2026-01-01', minutes: 0 })).toThrow(
      expect.objectContaining({ code: 'invalid-input' }),
    );
  });
});

describe('isTimeZone', () => {
  test('knows IANA names only', () => {
    expect(isTimeZone('Europe/Berlin')).toBe(true);
    expect(isTimeZone('UTC')).toBe(true);
    expect(isTimeZone('+05:00')).toBe(false);
    expect(isTimeZone('Mars/Base')).toBe(false);
    expect(isTimeZone('')).toBe(false);
  });
});

describe('isIsoDate', () => {
  test.for(['2025-13-45', '25-1-1', '2025-02-29', '2025-2-9', '2025-04-31', '20250401', ''])(
    'refuses %j',
    (text) => {
      expect(isIsoDate(text)).toBe(false);
    },
  );

  test.for(['2024-02-29', '2026-12-31', '2000-01-01'])('accepts %j', (text) => {
    expect(isIsoDate(text)).toBe(true);
  });
});

describe('addDays', () => {
  test('crosses months, years and leap days', () => {
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2025-12-31', 1)).toBe('2026-01-01');
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
  });

  test('refuses what is not a date', () => {
    expect(() => addDays('2026-02-30', 1)).toThrow(
      expect.objectContaining({ code: 'invalid-input' }),
    );
  });
});

describe('weekdayOf', () => {
  test('counts from Monday', () => {
    expect(weekdayOf('2026-03-02')).toBe(1);
    expect(weekdayOf('2026-12-25')).toBe(5);
    expect(weekdayOf('2026-03-08')).toBe(7);
  });
});

describe('datesBetween', () => {
  test('includes both ends and is empty when they are the wrong way round', () => {
    expect(datesBetween('2026-02-27', '2026-03-01')).toEqual([
      '2026-02-27',
      '2026-02-28',
      '2026-03-01',
    ]);
    expect(datesBetween('2026-03-01', '2026-02-27')).toEqual([]);
  });
});

describe('minutesOfLocalTime', () => {
  test('reads hours and minutes', () => {
    expect(minutesOfLocalTime('00:00')).toBe(0);
    expect(minutesOfLocalTime('23:59')).toBe(1439);
  });

  test.for(['24:00', '6:00', '06:60', '0600', ''])('refuses %j', (text) => {
    expect(() => minutesOfLocalTime(text)).toThrow(
      expect.objectContaining({ code: 'invalid-input' }),
    );
  });
});
