import { describe, expect, test } from 'vitest';

import { START_PAGE } from '#main/app/own-page.ts';
import { DESKTOP_ORIGIN, ownOrigins } from '#main/station/own-origins.ts';

describe('own origins', () => {
  test('are the desktop window’s own while nothing else serves the interface', () => {
    expect(ownOrigins(null)).toEqual([DESKTOP_ORIGIN]);
    expect(START_PAGE.startsWith(`${DESKTOP_ORIGIN}/`)).toBe(true);
  });

  test('are both names of this machine at the control server’s port', () => {
    expect(ownOrigins('http://127.0.0.1:8778')).toEqual([
      DESKTOP_ORIGIN,
      'http://127.0.0.1:8778',
      'http://localhost:8778',
    ]);
  });
});
