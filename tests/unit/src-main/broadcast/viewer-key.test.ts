import { describe, expect, test } from 'vitest';

import { viewerKeyOf } from '#main/broadcast/viewer-key.ts';

const TRAITS = { viewer: undefined, address: '192.168.1.20', userAgent: 'VLC/3.0' };

describe('viewerKeyOf', () => {
  test('is the same for every request of one device and program', () => {
    expect(viewerKeyOf(TRAITS)).toBe(viewerKeyOf({ ...TRAITS }));
  });

  test('tells devices and programs apart', () => {
    const keys = [
      TRAITS,
      { ...TRAITS, address: '192.168.1.21' },
      { ...TRAITS, userAgent: 'mpv' },
    ].map(viewerKeyOf);

    expect(new Set(keys).size).toBe(3);
  });

  test('takes the random key of our own players', () => {
    expect(viewerKeyOf({ ...TRAITS, viewer: 'a1b2c3d4' })).toBe('own:a1b2c3d4');
  });

  test.each(['short', 'x'.repeat(65), 'has space', ['a1b2c3d4', 'a1b2c3d4'], '../../etc'])(
    'does not take %j for a key',
    (viewer) => {
      expect(viewerKeyOf({ ...TRAITS, viewer })).toBe(viewerKeyOf(TRAITS));
    },
  );

  test('does not show the address', () => {
    expect(viewerKeyOf(TRAITS)).not.toContain('192.168');
  });
});
