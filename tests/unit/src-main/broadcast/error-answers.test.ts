import { describe, expect, test } from 'vitest';

import { errorAnswer, PublicRefusal } from '#main/broadcast/error-answers.ts';
import { AppError, ERROR_CODES } from '#shared/errors/app-error.ts';

const WAITING = [
  ...['horizon-no-schedule-data', 'cancelled', 'unavailable'],
  ...['ffmpeg-unavailable', 'process-failed', 'media-unreadable', 'source-unreachable'],
];

describe('errorAnswer', () => {
  test.each(ERROR_CODES)('tells nothing of what %s says inside the station', (code) => {
    const { sentence, status } = errorAnswer(new AppError(code, '/opt/ffmpeg ended with code 3'));
    const expected = WAITING.includes(code)
      ? 503
      : code === 'not-found'
        ? 404
        : code === 'invalid-input'
          ? 400
          : 500;

    expect(sentence).not.toContain('/opt');
    expect(status).toBe(expected);
  });

  test('tells a refusal in the words that were written for the network', () => {
    expect(errorAnswer(new PublicRefusal('unavailable', 'Too many streams are open.'))).toEqual({
      status: 503,
      sentence: 'Too many streams are open.',
      isFault: false,
    });
  });

  test.each([new Error('/opt/ffmpeg'), 'text', null, undefined, { statusCode: 500 }])(
    'takes %s for a fault',
    (error) => {
      expect(errorAnswer(error)).toEqual({
        status: 500,
        sentence: 'Something went wrong.',
        isFault: true,
      });
    },
  );

  test('keeps the status of a malformed request', () => {
    expect(errorAnswer({ statusCode: 414 })).toMatchObject({ status: 414, isFault: false });
  });
});
