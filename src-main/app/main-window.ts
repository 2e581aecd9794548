import { BrowserWindow, type BrowserWindowConstructorOptions } from 'electron';

import { START_PAGE } from './own-page.ts';

/** How the station's window is made. Each security setting is stated although most are the default. */
export function windowOptions(preload: string, icon: string): BrowserWindowConstructorOptions {
  return {
    width: 1440,
    height: 900,
    minWidth: 960,
    minHeight: 600,
    show: false,
    title: 'RetroVue',
    icon,
    backgroundColor: '#0e1014',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      // The clocks and the preview go on while another window covers this one.
      backgroundThrottling: false,
      autoplayPolicy: 'no-user-gesture-required',
    },
  };
}

/** Makes the window; `admit` lets it speak to the station before its page runs. It shows when there is something to see. */
export function openMainWindow(
  options: BrowserWindowConstructorOptions,
  admit: (window: BrowserWindow) => void,
): BrowserWindow {
  const window = new BrowserWindow(options);
  admit(window);
  window.once('ready-to-show', () => {
    window.show();
  });
  void window.loadURL(START_PAGE);
  return window;
}
