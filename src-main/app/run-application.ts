import { app, BrowserWindow, dialog, Menu, session } from 'electron';

import { serveWindows, type WindowService } from '#main/transport/electron-ipc.ts';
import type { StationPort } from '#main/transport/station-port.ts';
import { AppError } from '#shared/errors/app-error.ts';

import { registerScheme, serveInterface } from './app-protocol.ts';
import { forbiddenSwitch } from './command-line.ts';
import { openMainWindow, windowOptions } from './main-window.ts';
import { menuTemplate } from './menu-template.ts';
import { guardNavigation } from './navigation-guard.ts';
import { openOrConnect, showRefusal, type StationDoors } from './open-or-connect.ts';
import { isOwnPage } from './own-page.ts';
import { restrictPermissions } from './permissions.ts';
import { answerShellCall } from './shell-calls.ts';
import { readBroadcastUrl, syncMedia } from './station-requests.ts';

export interface ApplicationOptions extends StationDoors {
  /** The built interface. */
  readonly interfaceFolder: string;
  readonly preload: string;
  readonly icon: string;
}

/** Brings the one window to the front, or makes it. */
function showWindow(options: ApplicationOptions, windows: WindowService): BrowserWindow {
  const present = BrowserWindow.getAllWindows()[0];
  if (present === undefined) {
    return openMainWindow(windowOptions(options.preload, options.icon), (window) => {
      windows.admit(window.webContents);
    });
  }
  if (present.isMinimized()) present.restore();
  present.focus();
  return present;
}

async function scanFolders(station: StationPort): Promise<void> {
  try {
    await syncMedia(station);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    showRefusal(error);
  }
}

/** Ends the station before the program: what aired is on the disk and the data folder is free. */
function closeWithApplication(station: StationPort, windows: WindowService): void {
  let isClosed = false;
  app.on('will-quit', (event) => {
    if (isClosed) return;
    event.preventDefault();
    windows.close();
    void station.close().finally(() => {
      isClosed = true;
      app.quit();
    });
  });
}

function installMenu(
  show: () => BrowserWindow,
  station: StationPort,
  windows: WindowService,
): void {
  const template = menuTemplate(
    {
      showAbout: () => {
        app.showAboutPanel();
      },
      openSettings: () => {
        windows.tell(show().webContents, 'settings');
      },
      syncMedia: () => {
        void scanFolders(station);
      },
      quit: () => {
        app.quit();
      },
    },
    process.platform,
  );
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

async function openApplication(options: ApplicationOptions): Promise<void> {
  restrictPermissions(session.defaultSession);
  const station = await openOrConnect(options);
  if (station === null) {
    // The reason has been shown; whoever started the program is told as well.
    app.exit(1);
    return;
  }
  serveInterface({
    folder: options.interfaceFolder,
    broadcastUrl: () => readBroadcastUrl(station),
  });
  const windows = serveWindows({ station, isOwnPage, onShellCall: answerShellCall });
  const show = (): BrowserWindow => showWindow(options, windows);
  closeWithApplication(station, windows);
  installMenu(show, station, windows);
  app.on('second-instance', show);
  app.on('activate', show);
  show();
}

/**
 * Runs the desktop application: one instance, one station, one window. Closing the window ends the program except on
 * macOS, where the Dock brings it back.
 */
export async function runApplication(options: ApplicationOptions): Promise<void> {
  const refused = app.isPackaged ? forbiddenSwitch(process.argv) : null;
  if (refused !== null || !app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  app.enableSandbox();
  registerScheme();
  app.setAboutPanelOptions({ applicationName: 'RetroVue', applicationVersion: app.getVersion() });
  app.on('web-contents-created', (_event, contents) => {
    guardNavigation(contents);
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  await app.whenReady();
  try {
    await openApplication(options);
  } catch (error) {
    // A fault, not a refusal: say so instead of leaving a program without a window behind.
    dialog.showErrorBox('RetroVue could not start.', error instanceof Error ? error.message : '');
    app.exit(1);
  }
}
