import { describe, expect, test } from 'vitest';

import {
  IsoDateSchema,
  LocalTimeSchema,
  minutesOfScheduleTime,
  NameSchema,
  nameSchema,
  ScheduleTimeSchema,
  scheduleTimeOf,
} from '#shared/model/scalars.ts';

describe('ScheduleTimeSchema', () => {
  test.for(['00:00', '06:30', '23:59', '24:00'])('accepts %s', (text) => {
    expect(ScheduleTimeSchema.safeParse(text).success).toBe(true);
  });

  test.for(['24:30', '24:01', '25:00', '6:00', '06:60', '', '06:00:00'])('refuses %j', (text) => {
    expect(ScheduleTimeSchema.safeParse(text).success).toBe(false);
  });
});

describe('NameSchema', () => {
  test.for([
    ['Movie night', 'Movie night'],
    ['  Movie night ', 'Movie night'],
    ['Ärger, 日本語, 🎬 — “so”', 'Ärger, 日本語, 🎬 — “so”'],
    ['שלום', 'שלום'],
    ['👩‍👩‍👧 family', '👩‍👩‍👧 family'],
    ['e\u0301t\u00e9', 'e\u0301t\u00e9'],
    ['n'.repeat(255), 'n'.repeat(255)],
  ])('accepts %j', ([text, name]) => {
    expect(NameSchema.parse(text)).toBe(name);
  });

  test.for([
    '',
    '   ',
    '\u200b',
    '\u00ad\ufeff',
    'two\nlines',
    'two\r\nlines',
    'tab\there',
    'nul\0',
    '\u001b[2J',
    'bell\u0007',
    'c1\u009b31m',
    'del\u007f',
    'turned\u202eround',
    'isolate\u2066x\u2069',
    'mark\u200f',
    'line\u2028separator',
    'paragraph\u2029separator',
    'half \ud83c of a character',
    'n'.repeat(256),
  ])('refuses %j with a sentence', (text) => {
    const parsed = NameSchema.safeParse(text);
    expect(parsed.success).toBe(false);
    expect(parsed.error?.issues[0]?.message).toMatch(/^[A-Z].*\.$/);
  });

  test('has the bound that it is given', () => {
    expect(nameSchema(3).safeParse('abc').success).toBe(true);
    expect(nameSchema(3).safeParse('abcd').success).toBe(false);
  });
});

describe('scheduleTimeOf', () => {
  test('is undone by minutesOfScheduleTime for every minute of the day', () => {
    for (let minutes = 0; minutes <= 1440; minutes += 1) {
      expect(minutesOfScheduleTime(scheduleTimeOf(minutes))).toBe(minutes);
    }
  });
});

describe('LocalTimeSchema', () => {
  test('ends before 24:00', () => {
    expect(LocalTimeSchema.safeParse('23:59').success).toBe(true);
    expect(LocalTimeSchema.safeParse('24:00').success).toBe(false);
  });
});

describe('IsoDateSchema', () => {
  test('refuses dates that do not exist or are not written YYYY-MM-DD', () => {
    expect(IsoDateSchema.safeParse('2026-02-28').success).toBe(true);
    expect(IsoDateSchema.safeParse('2025-13-45').success).toBe(false);
    expect(IsoDateSchema.safeParse('25-1-1').success).toBe(false);
    expect(IsoDateSchema.safeParse('2026-02-29').success).toBe(false);
  });
});
