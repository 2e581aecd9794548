/**
 * Stands in for the module `electron`, which exists only inside Electron's runtime (vitest.config.ts). It keeps what it
 * was told in `electron`, where tests look, and lets them raise events as the runtime would.
 */
import { EventEmitter } from 'node:events';

type Listener = (...args: never[]) => unknown;

/** The event object with which Electron lets a listener forbid what is about to happen. */
export interface FakeEvent {
  readonly url?: string;
  isPrevented: boolean;
  preventDefault(): void;
}

export function fakeEvent(url?: string): FakeEvent {
  const event: FakeEvent = {
    ...(url === undefined ? {} : { url }),
    isPrevented: false,
    preventDefault() {
      event.isPrevented = true;
    },
  };
  return event;
}

export class FakeWebContents extends EventEmitter {
  readonly mainFrame = { url: 'app://retrovue/index.html' };
  readonly sent: { channel: string; message: unknown }[] = [];
  openHandler: ((details: { url: string }) => { action: string }) | null = null;
  isGone = false;

  send(channel: string, message: unknown): void {
    this.sent.push({ channel, message });
  }

  isDestroyed(): boolean {
    return this.isGone;
  }

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.openHandler = handler;
  }
}

export class BrowserWindow extends EventEmitter {
  readonly options: unknown;
  readonly webContents = new FakeWebContents();
  readonly loaded: string[] = [];
  isShown = false;
  focusCount = 0;

  constructor(options: unknown) {
    super();
    this.options = options;
    electron.windows.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }

  static getAllWindows(): BrowserWindow[] {
    return electron.windows;
  }

  static fromWebContents(contents: FakeWebContents): BrowserWindow | null {
    return electron.windows.find((window) => window.webContents === contents) ?? null;
  }

  async loadURL(url: string): Promise<void> {
    this.loaded.push(url);
  }

  show(): void {
    this.isShown = true;
  }

  isMinimized(): boolean {
    return false;
  }

  focus(): void {
    this.focusCount += 1;
  }
}

class FakeApp extends EventEmitter {
  isPackaged = false;
  quitCount = 0;
  exitCode: number | null = null;
  isSandboxed = false;
  isLockFree = true;
  aboutCount = 0;

  getVersion(): string {
    return '0.0.0';
  }

  async whenReady(): Promise<void> {
    electron.calls.push('ready');
  }

  requestSingleInstanceLock(): boolean {
    return this.isLockFree;
  }

  enableSandbox(): void {
    this.isSandboxed = true;
    electron.calls.push('enableSandbox');
  }

  setAboutPanelOptions(): void {
    electron.calls.push('setAboutPanelOptions');
  }

  showAboutPanel(): void {
    this.aboutCount += 1;
  }

  quit(): void {
    this.quitCount += 1;
  }

  exit(code: number): void {
    this.exitCode = code;
  }
}

export const app = new FakeApp();

function freshState() {
  return {
    calls: [] as string[],
    windows: [] as BrowserWindow[],
    schemes: [] as { scheme: string; privileges: Record<string, boolean> }[],
    protocolHandlers: new Map<string, (request: Request) => Promise<Response>>(),
    ipcHandlers: new Map<string, (event: unknown, message: unknown) => Promise<unknown>>(),
    exposed: new Map<string, unknown>(),
    invoked: [] as { channel: string; message: unknown }[],
    invokeAnswer: null as unknown,
    menu: null as unknown,
    openedOutside: [] as string[],
    revealed: [] as string[],
    errorBoxes: [] as { title: string; content: string }[],
    messageBoxes: [] as Record<string, unknown>[],
    /** Index of the button that the operator presses in the next message box. */
    pressedButton: 0,
    chosenFolders: [] as string[],
    permissionRequest: null as Listener | null,
    permissionCheck: null as Listener | null,
    devicePermission: null as Listener | null,
  };
}

export const electron = freshState();

/** Forgets everything; call it before each test. */
export function resetElectron(): void {
  Object.assign(electron, freshState());
  app.removeAllListeners();
  Object.assign(app, {
    isPackaged: false,
    quitCount: 0,
    exitCode: null,
    isSandboxed: false,
    isLockFree: true,
    aboutCount: 0,
  });
  ipcRenderer.removeAllListeners();
}

export const ipcMain = {
  handle(channel: string, handler: (event: unknown, message: unknown) => Promise<unknown>): void {
    if (electron.ipcHandlers.has(channel)) throw new Error(`A second handler for ${channel}.`);
    electron.ipcHandlers.set(channel, handler);
  },
  removeHandler(channel: string): void {
    electron.ipcHandlers.delete(channel);
  },
};

class FakeIpcRenderer extends EventEmitter {
  async invoke(channel: string, message: unknown): Promise<unknown> {
    electron.invoked.push({ channel, message });
    return electron.invokeAnswer;
  }
}

export const ipcRenderer = new FakeIpcRenderer();

export const contextBridge = {
  exposeInMainWorld(name: string, value: unknown): void {
    electron.exposed.set(name, value);
  },
};

export const protocol = {
  registerSchemesAsPrivileged(schemes: typeof electron.schemes): void {
    electron.calls.push('registerSchemesAsPrivileged');
    electron.schemes.push(...schemes);
  },
  handle(scheme: string, handler: (request: Request) => Promise<Response>): void {
    electron.protocolHandlers.set(scheme, handler);
  },
};

export const session = {
  defaultSession: {
    setPermissionRequestHandler(handler: Listener): void {
      electron.permissionRequest = handler;
    },
    setPermissionCheckHandler(handler: Listener): void {
      electron.permissionCheck = handler;
    },
    setDevicePermissionHandler(handler: Listener): void {
      electron.devicePermission = handler;
    },
  },
};

export const shell = {
  async openExternal(url: string): Promise<void> {
    electron.openedOutside.push(url);
  },
  showItemInFolder(path: string): void {
    electron.revealed.push(path);
  },
};

export const dialog = {
  showErrorBox(title: string, content: string): void {
    electron.errorBoxes.push({ title, content });
  },
  async showMessageBox(options: Record<string, unknown>): Promise<{ response: number }> {
    electron.messageBoxes.push(options);
    return { response: electron.pressedButton };
  },
  async showOpenDialog(): Promise<{ canceled: boolean; filePaths: string[] }> {
    return { canceled: electron.chosenFolders.length === 0, filePaths: electron.chosenFolders };
  },
};

export const Menu = {
  buildFromTemplate: (template: unknown): unknown => template,
  setApplicationMenu(menu: unknown): void {
    electron.menu = menu;
  },
};
