import { describe, expect, test } from 'vitest';

import {
  AppError,
  ERROR_CODES,
  fromWireError,
  invalidInput,
  notFound,
  toWireError,
} from '#shared/errors/app-error.ts';

describe('toWireError', () => {
  test.for(ERROR_CODES)('crosses the wire as JSON unchanged with code %s', (code) => {
    const error = new AppError(code, 'A sentence.', {
      field: 'name',
      remedy: 'Do this.',
      count: 2,
    });
    const wire: unknown = JSON.parse(JSON.stringify(toWireError(error)));
    expect(wire).toEqual({
      code,
      message: 'A sentence.',
      details: { field: 'name', remedy: 'Do this.', count: 2 },
    });
  });

  test('leaves the cause behind', () => {
    const error = new AppError('internal', 'A sentence.', {}, { cause: new Error('secret') });
    expect(JSON.stringify(toWireError(error))).not.toContain('secret');
  });
});

describe('fromWireError', () => {
  test('rebuilds the error', () => {
    const error = fromWireError(toWireError(notFound('channel', 'x')));
    expect(error).toBeInstanceOf(AppError);
    expect(error.code).toBe('not-found');
    expect(error.details.field).toBe('channel');
    expect(error.details.remedy).toBe('List the channels to see their ids and names.');
  });

  test('takes a code that it does not know for a fault', () => {
    const newer = JSON.parse('{"code":"from-the-future","message":"m","details":{}}') as ReturnType<
      typeof toWireError
    >;
    expect(fromWireError(newer).code).toBe('internal');
  });
});

describe('invalidInput', () => {
  test('names the field and the remedy', () => {
    const error = invalidInput('gridMinutes', 'Not a grid.', 'Use 15, 30 or 60.');
    expect(error).toMatchObject({
      name: 'AppError',
      code: 'invalid-input',
      message: 'Not a grid.',
      details: { field: 'gridMinutes', remedy: 'Use 15, 30 or 60.' },
    });
  });
});
