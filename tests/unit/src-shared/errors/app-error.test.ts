import { describe, expect, test } from 'vitest';

import {
  AppError,
  ERROR_CODES,
  fromWireError,
  invalidInput,
  notFound,
  shortened,
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

describe('AppError', () => {
  test('says back at most 80 characters of what somebody wrote', () => {
    const long = 'x'.repeat(140_000);
    for (const message of [`"${long}" is no cron.`, `There is no “${long}”.`]) {
      const error = new AppError('invalid-input', message);
      expect(error.message.length).toBeLessThan(110);
      expect(error.message).toContain(`${'x'.repeat(79)}…`);
      expect(error.message).toMatch(/\.$/);
    }
    const selected = notFound('channel', long);
    expect(selected.message.length).toBeLessThan(120);
    expect(selected.details['selector']).toBe(`${'x'.repeat(79)}…`);
  });

  test.each([
    ['channel', 'List the channels to see'],
    ['series', 'List the series to see'],
  ])('sends who named no %s to the list', (what, remedy) => {
    expect(notFound(what, 'x').details.remedy).toContain(remedy);
  });

  test('has no message without end, and cuts no character in halves', () => {
    expect(new AppError('internal', 'x'.repeat(5_000)).message).toHaveLength(1_000);
    expect(shortened(`${'x'.repeat(78)}🎬🎬`).isWellFormed()).toBe(true);
  });

  test('leaves a message of ordinary length as it is', () => {
    const message = `The plan “${'n'.repeat(80)}” has been changed meanwhile, and so has "another".`;
    expect(new AppError('stale-version', message).message).toBe(message);
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
