import { describe, expect, test } from 'vitest';

import { agoText } from '#renderer/stores/time-text.ts';

const MINUTE_MS = 60_000;

describe('agoText', () => {
  test.each([
    [-5, 'just now'],
    [MINUTE_MS - 1, 'just now'],
    [MINUTE_MS, '1 minute ago'],
    [41.6 * MINUTE_MS, '41 minutes ago'],
    [60 * MINUTE_MS, '1 hour ago'],
    [47.9 * 60 * MINUTE_MS, '47 hours ago'],
    [48 * 60 * MINUTE_MS, '2 days ago'],
  ])('of %d ms is “%s”', (ms, text) => {
    expect(agoText(ms)).toBe(text);
  });
});
