import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { _electron, type ElectronApplication, expect, type Page, test } from 'playwright/test';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const RUNTIME = path.join(ROOT, 'node_modules/electron/dist');
const hasDisplay = process.platform !== 'linux' || Boolean(process.env['DISPLAY']);

test.describe('the desktop window', () => {
  test.skip(!existsSync(RUNTIME), "Electron's runtime is not installed (npm run electron:fetch).");
  test.skip(!hasDisplay, 'Electron needs a display (xvfb-run).');

  let folder: string;
  let application: ElectronApplication;
  let page: Page;

  test.beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'retrovue-electron-'));
    const isRoot = process.getuid?.() === 0;
    application = await _electron.launch({
      args: [ROOT, ...(isRoot ? ['--no-sandbox'] : []), '--data', folder],
    });
    page = await application.firstWindow();
  });

  test.afterAll(async () => {
    await application.close();
    rmSync(folder, { recursive: true });
  });

  test('shows the interface under its own scheme', async () => {
    expect(new URL(page.url()).protocol).toBe('app:');
    await expect(page).toHaveTitle(/RetroVue/);
    await expect(page.getByRole('main')).toBeVisible();
  });

  test('gives the page the bridge and nothing of Node', async () => {
    const found = await page.evaluate(() => ({
      require: typeof Reflect.get(globalThis, 'require'),
      process: typeof Reflect.get(globalThis, 'process'),
      bridge: Object.keys(Reflect.get(globalThis, 'retrovue') as object).sort(),
    }));
    expect(found).toEqual({
      require: 'undefined',
      process: 'undefined',
      bridge: ['request', 'shell', 'subscribe'],
    });
  });

  test('asks the station over the bridge', async () => {
    const answer = await page.evaluate(() => {
      const bridge = Reflect.get(globalThis, 'retrovue') as {
        request(envelope: unknown): Promise<{ ok: boolean }>;
      };
      return bridge.request({ id: 1, method: 'station.status', input: {} });
    });
    expect(answer.ok).toBe(true);
  });

  test('cannot be led away from the interface', async () => {
    await page.evaluate(() => {
      location.href = 'https://localhost@example.invalid/';
    });
    await page.evaluate(() => {
      open('https://example.invalid/');
    });
    expect(application.windows()).toHaveLength(1);
    expect(new URL(page.url()).protocol).toBe('app:');
  });
});
