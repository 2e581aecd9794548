import { session } from 'electron';
import { beforeEach, describe, expect, test } from 'vitest';

import { isPermitted, restrictPermissions } from '#main/app/permissions.ts';
import { electron, resetElectron } from '#tests/helpers/fake-electron.ts';

const PAGE = 'app://retrovue/index.html';
const DANGEROUS = [
  'media',
  'geolocation',
  'notifications',
  'serial',
  'hid',
  'usb',
  'midi',
  'clipboard-read',
  'display-capture',
  'openExternal',
  'fileSystem',
  'unknown',
];

beforeEach(resetElectron);

describe('isPermitted', () => {
  test('refuses what the interface has no use for', () => {
    for (const permission of DANGEROUS) {
      expect({ permission, is: isPermitted(permission, PAGE) }).toEqual({ permission, is: false });
    }
  });

  test('lets the interface fill the screen, and no other page', () => {
    expect(isPermitted('fullscreen', PAGE)).toBe(true);
    expect(isPermitted('fullscreen', 'https://example.org/')).toBe(false);
  });
});

describe('restrictPermissions', () => {
  test('decides requests, checks and devices', () => {
    restrictPermissions(session.defaultSession);
    const request = electron.permissionRequest as unknown as (
      contents: null,
      permission: string,
      answer: (isGranted: boolean) => void,
      details: { requestingUrl: string },
    ) => void;
    const check = electron.permissionCheck as unknown as (
      contents: null,
      permission: string,
      origin: string,
      details: { requestingUrl?: string },
    ) => boolean;
    const answers: boolean[] = [];
    request(null, 'media', (isGranted) => answers.push(isGranted), { requestingUrl: PAGE });
    request(null, 'fullscreen', (isGranted) => answers.push(isGranted), { requestingUrl: PAGE });
    expect(answers).toEqual([false, true]);
    expect(check(null, 'media', 'app://retrovue', { requestingUrl: PAGE })).toBe(false);
    expect(check(null, 'fullscreen', 'app://retrovue', {})).toBe(false);
    expect(electron.devicePermission?.()).toBe(false);
  });
});
