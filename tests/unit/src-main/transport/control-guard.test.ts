import { describe, expect, test } from 'vitest';

import { refuseOrigin } from '#main/transport/control-guard.ts';

describe('refuseOrigin', () => {
  test('lets its own host pass, with its own page or none', () => {
    for (const host of ['127.0.0.1:80', 'localhost:80']) {
      expect(refuseOrigin({ host, origin: undefined }, 80)).toBeNull();
      expect(refuseOrigin({ host, origin: `http://${host}` }, 80)).toBeNull();
    }
  });

  test('turns every other host away first', () => {
    for (const host of [undefined, '', 'evil.com:80', '127.0.0.1', '127.0.0.1:81', '[::1]:80']) {
      expect(refuseOrigin({ host, origin: 'http://evil.com' }, 80)).toBe(421);
    }
  });

  test('turns pages of other origins away', () => {
    for (const origin of ['http://evil.com', 'null', '', 'http://localhost:80', 'file://']) {
      expect(refuseOrigin({ host: '127.0.0.1:80', origin }, 80)).toBe(403);
    }
  });
});
