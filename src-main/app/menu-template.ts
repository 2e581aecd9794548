import type { MenuItemConstructorOptions } from 'electron';

/** What the items do that are not the system's own. */
export interface MenuActions {
  readonly showAbout: () => void;
  readonly openSettings: () => void;
  readonly syncMedia: () => void;
  readonly quit: () => void;
}

/**
 * The menu bar (F-269): File with About, Settings and Quit; Utilities with Sync Media; Edit and View as every
 * application has them. On macOS the first menu is the application's, where its users look for the same three.
 */
export function menuTemplate(
  actions: MenuActions,
  platform: NodeJS.Platform,
): MenuItemConstructorOptions[] {
  const file: MenuItemConstructorOptions = {
    label: platform === 'darwin' ? 'RetroVue' : '&File',
    submenu: [
      { label: 'About RetroVue', click: () => actions.showAbout() },
      { label: 'Settings…', accelerator: 'CmdOrCtrl+,', click: () => actions.openSettings() },
      { type: 'separator' },
      { label: 'Quit', accelerator: 'CmdOrCtrl+Q', click: () => actions.quit() },
    ],
  };
  return [
    file,
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'reload' },
        { role: 'toggleDevTools' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    {
      label: '&Utilities',
      submenu: [
        {
          label: 'Sync Media',
          accelerator: 'CmdOrCtrl+Shift+M',
          click: () => actions.syncMedia(),
        },
      ],
    },
  ];
}
