import { beforeEach, describe, expect, test } from 'vitest';

import { type ApplicationOptions, runApplication } from '#main/app/run-application.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { app, electron, fakeEvent, resetElectron } from '#tests/helpers/fake-electron.ts';
import { createFakeStation, type FakeStation } from '#tests/helpers/fake-station-port.ts';

let station: FakeStation;

beforeEach(() => {
  resetElectron();
  station = createFakeStation();
});

function options(changes: Partial<ApplicationOptions> = {}): ApplicationOptions {
  return {
    interfaceFolder: '/nowhere',
    preload: '/preload.cjs',
    icon: '/icon.png',
    open: async () => station,
    connect: () => Promise.reject(new Error('not expected')),
    ...changes,
  };
}

function choose(menuLabel: string, itemLabel: string): void {
  const menu = electron.menu as { label?: string; submenu: { label?: string; click(): void }[] }[];
  const entry = menu.find(({ label }) => label?.replace('&', '') === menuLabel);
  const item = entry?.submenu.find(({ label }) => label === itemLabel);
  if (!item) throw new Error(`No item ${itemLabel}.`);
  item.click();
}

/** Lets what was started and not awaited run to its end. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('runApplication', () => {
  test('sets up sandbox and scheme before the application is ready, then opens one window', async () => {
    await runApplication(options());
    const ready = electron.calls.indexOf('ready');
    expect(ready).toBeGreaterThan(electron.calls.indexOf('enableSandbox'));
    expect(ready).toBeGreaterThan(electron.calls.indexOf('registerSchemesAsPrivileged'));
    expect(app.isSandboxed).toBe(true);
    expect(electron.windows).toHaveLength(1);
    expect(electron.windows[0]?.webContents.openHandler).not.toBeNull();
  });

  test('does nothing but leave when another instance runs', async () => {
    app.isLockFree = false;
    await runApplication(options());
    expect(app.quitCount).toBe(1);
    expect(electron.windows).toHaveLength(0);
  });

  test('brings the window to the front when it is started a second time', async () => {
    await runApplication(options());
    app.emit('second-instance');
    expect(electron.windows).toHaveLength(1);
    expect(electron.windows[0]?.focusCount).toBe(1);
  });

  test('starts a scan of every folder from Sync Media', async () => {
    await runApplication(options());
    choose('Utilities', 'Sync Media');
    await settle();
    expect(station.asked.map(({ raw }) => raw)).toEqual([
      { id: 'sync-media', method: 'source.scan', input: {} },
    ]);
  });

  test('shows why a scan was refused and what to do', async () => {
    await runApplication(options());
    station.answer = () => ({
      id: 'sync-media',
      ok: false,
      error: {
        code: 'ffmpeg-unavailable',
        message: 'ffmpeg was not found.',
        details: { remedy: 'Install it.' },
      },
    });
    choose('Utilities', 'Sync Media');
    await settle();
    expect(electron.errorBoxes).toEqual([
      { title: 'ffmpeg was not found.', content: 'Install it.' },
    ]);
  });

  test('sends the interface to its settings and shows the about panel', async () => {
    await runApplication(options());
    choose('File', 'Settings…');
    choose('File', 'About RetroVue');
    expect(electron.windows[0]?.webContents.sent).toEqual([
      { channel: 'retrovue:push', message: { from: 'menu', item: 'settings' } },
    ]);
    expect(app.aboutCount).toBe(1);
  });

  test('closes the station before it ends', async () => {
    await runApplication(options());
    const first = fakeEvent();
    app.emit('will-quit', first);
    expect(first.isPrevented).toBe(true);
    await settle();
    expect(station.closeCount).toBe(1);
    expect(app.quitCount).toBe(1);
    const second = fakeEvent();
    app.emit('will-quit', second);
    expect(second.isPrevented).toBe(false);
    expect(station.closeCount).toBe(1);
  });

  test('refuses a debugger switch when it is packaged', async () => {
    app.isPackaged = true;
    const argv = process.argv;
    process.argv = [...argv, '--inspect=0'];
    try {
      await runApplication(options());
    } finally {
      process.argv = argv;
    }
    expect(app.quitCount).toBe(1);
    expect(electron.windows).toHaveLength(0);
  });

  test('ends with 1 when it was refused, after it has said why', async () => {
    const refusal = new AppError('unavailable', 'The disk is full.', { remedy: 'Make room.' });
    await runApplication(options({ open: () => Promise.reject(refusal) }));
    expect(electron.errorBoxes).toEqual([{ title: 'The disk is full.', content: 'Make room.' }]);
    expect(app.exitCode).toBe(1);
    expect(electron.windows).toHaveLength(0);
  });

  test('says that it could not start when the station fails', async () => {
    await runApplication(options({ open: () => Promise.reject(new Error('a bug')) }));
    expect(electron.errorBoxes).toEqual([{ title: 'RetroVue could not start.', content: 'a bug' }]);
    expect(app.exitCode).toBe(1);
  });
});
