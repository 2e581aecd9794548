import { describe, expect, test } from 'vitest';

import { formatDuration, formatLocal, withIsoInstants } from '#main/cli/format-time.ts';

describe('formatLocal', () => {
  test('shows the second that it is', () => {
    expect(formatLocal('UTC', 123_000)).toBe('1970-01-01 00:02:03');
  });

  test('shows the zone’s own clock on both sides of a change', () => {
    const at = Date.UTC(2026, 2, 8, 6, 59, 59);
    expect(formatLocal('America/New_York', at)).toBe('2026-03-08 01:59:59');
    expect(formatLocal('America/New_York', at + 1_000)).toBe('2026-03-08 03:00:00');
  });
});

describe('formatDuration', () => {
  test('rounds to whole seconds', () => {
    expect(formatDuration(0)).toBe('0:00:00');
    expect(formatDuration(3_723_500)).toBe('1:02:04');
  });
});

describe('withIsoInstants', () => {
  test('writes instants out, however deep, and nothing else', () => {
    const value = { startAt: 0, rows: [{ lockedAt: 1_000, frameAt: null, count: 1_000 }], at: 5 };
    expect(withIsoInstants(value)).toEqual({
      startAt: '1970-01-01T00:00:00.000Z',
      rows: [{ lockedAt: '1970-01-01T00:00:01.000Z', frameAt: null, count: 1_000 }],
      at: 5,
    });
  });
});
