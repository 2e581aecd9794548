import { describe, expect, test } from 'vitest';

import {
  dateOf,
  durationMinutesOf,
  instantOf,
  integerOf,
  offsetMinutesOf,
  oneOf,
  required,
} from '#main/cli/values.ts';
import { AppError } from '#shared/errors/app-error.ts';

function fieldRefused(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error instanceof AppError ? error.details.field : error;
  }
  return 'accepted';
}

describe('offsetMinutesOf', () => {
  test('reads schedule-time from 00:00 to 24:00', () => {
    expect(['00:00', '06:30', '24:00'].map((text) => offsetMinutesOf('x', text))).toEqual([
      0, 390, 1_440,
    ]);
    for (const text of ['24:01', '6:30', '12:60', '1230', '']) {
      expect(fieldRefused(() => offsetMinutesOf('start-time', text))).toBe('start-time');
    }
  });
});

describe('durationMinutesOf', () => {
  test('reads minutes and hours with minutes, from one minute', () => {
    expect(['1', '90', '1:30', '24:00'].map((text) => durationMinutesOf('x', text))).toEqual([
      1, 90, 90, 1_440,
    ]);
    for (const text of ['0', '-30', '0:00', '1:60', '1.5', 'x', '']) {
      expect(fieldRefused(() => durationMinutesOf('duration', text))).toBe('duration');
    }
  });
});

describe('the other values', () => {
  test('are read or refused by the name of their option', () => {
    expect(integerOf('n', '-5')).toBe(-5);
    expect(dateOf('date', '2024-02-29')).toBe('2024-02-29');
    expect(instantOf('at', '1970-01-01T01:00:00+01:00')).toBe(0);
    expect(oneOf('kind', ['a', 'b'], 'b')).toBe('b');
    expect(required('name', 'x')).toBe('x');
    expect(fieldRefused(() => integerOf('n', '1.5'))).toBe('n');
    expect(fieldRefused(() => dateOf('date', '2026-02-29'))).toBe('date');
    expect(fieldRefused(() => instantOf('at', '2026-01-01T00:00:00'))).toBe('at');
    expect(fieldRefused(() => oneOf('kind', ['a', 'b'], 'c'))).toBe('kind');
    expect(fieldRefused(() => required('name', undefined))).toBe('name');
  });
});
