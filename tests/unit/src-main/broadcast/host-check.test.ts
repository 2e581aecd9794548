import { describe, expect, test } from 'vitest';

import { isAllowedHost } from '#main/broadcast/host-check.ts';

const ALLOWED = ['retrovue.local', 'Den-PC'];

describe('isAllowedHost', () => {
  test.each([
    '127.0.0.1',
    '127.0.0.1:8777',
    '192.168.1.20:8777',
    '[::1]:8777',
    '[fe80::1]',
    'localhost',
    'LOCALHOST:8777',
    'localhost.',
    'localhost.:8777',
    'retrovue.local',
    'RetroVue.Local:80',
    'den-pc:8777',
  ])('answers under %s', (host) => {
    expect(isAllowedHost(host, ALLOWED)).toBe(true);
  });

  test.each([
    undefined,
    '',
    'evil.com',
    'evil.com:8777',
    'localhost.evil.com',
    'evil.com.',
    'retrovue.local.evil.com',
    'notretrovue.local',
    '127.0.0.1.evil.com',
    '2130706433',
    '0x7f000001',
    '127.1',
    'localhost@evil.com',
    'localhost,evil.com',
    'localhost evil.com',
    'localhost:8777:8777',
    'localhost:',
    'localhost/..',
    '[evil.com]',
    '[127.0.0.1]',
    '..',
    'localhost..',
  ])('refuses %s', (host) => {
    expect(isAllowedHost(host, ALLOWED)).toBe(false);
  });
});
