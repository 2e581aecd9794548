import { describe, expect, test } from 'vitest';

import { defaultDataFolder } from '#main/station/default-data-folder.ts';

function folder(platform: NodeJS.Platform, env: Record<string, string>, homeFolder: string) {
  return defaultDataFolder({ platform, env, homeFolder });
}

describe('defaultDataFolder', () => {
  test('is what RETROVUE_DATA says on every platform', () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      expect(folder(platform, { RETROVUE_DATA: '/srv/tv' }, '/home/ann')).toBe('/srv/tv');
    }
  });

  test('follows the platform’s custom', () => {
    expect(folder('linux', {}, '/home/ann')).toBe('/home/ann/.local/share/retrovue');
    expect(folder('linux', { XDG_DATA_HOME: '/data' }, '/home/ann')).toBe('/data/retrovue');
    expect(folder('linux', { XDG_DATA_HOME: 'relative' }, '/home/ann')).toBe(
      '/home/ann/.local/share/retrovue',
    );
    expect(folder('darwin', {}, '/Users/ann')).toBe(
      '/Users/ann/Library/Application Support/RetroVue',
    );
    expect(folder('win32', { APPDATA: 'C:\\Users\\ann\\Roaming' }, 'C:\\Users\\ann')).toBe(
      'C:\\Users\\ann\\Roaming\\RetroVue',
    );
  });
});
