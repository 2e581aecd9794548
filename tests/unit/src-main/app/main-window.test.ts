import { beforeEach, describe, expect, test } from 'vitest';

import { openMainWindow, windowOptions } from '#main/app/main-window.ts';
import { electron, resetElectron } from '#tests/helpers/fake-electron.ts';

beforeEach(resetElectron);

describe('windowOptions', () => {
  test('locks the page into its sandbox', () => {
    const { webPreferences } = windowOptions('/preload.cjs', '/icon.png');
    expect(webPreferences).toMatchObject({
      preload: '/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
    });
  });
});

describe('openMainWindow', () => {
  test('admits the window before its page is loaded, and shows it when there is something to see', () => {
    const order: string[] = [];
    openMainWindow(windowOptions('/preload.cjs', '/icon.png'), () => {
      order.push(`admitted after ${electron.windows[0]?.loaded.length ?? -1} pages`);
    });
    const window = electron.windows[0];
    expect(order).toEqual(['admitted after 0 pages']);
    expect(window?.loaded).toEqual(['app://retrovue/index.html']);
    expect(window?.isShown).toBe(false);
    window?.emit('ready-to-show');
    expect(window?.isShown).toBe(true);
  });
});
