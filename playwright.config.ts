import { existsSync } from 'node:fs';

import { chromium, defineConfig } from 'playwright/test';

function chromiumPath(): string {
  const explicit = process.env['CHROMIUM_BIN'];
  if (explicit) return explicit;
  const own = chromium.executablePath();
  return existsSync(own) ? own : '/usr/bin/chromium';
}

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  // Each spec starts a station of its own, which conforms video: one at a time.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  // What is awaited is a condition. How soon it holds is the machine's business, and no test measures it: these end only what hangs.
  timeout: 900_000,
  expect: { timeout: 90_000 },
  reporter: [['list'], ['json', { outputFile: '.cache/reports/playwright.json' }]],
  use: {
    screenshot: 'only-on-failure',
    timezoneId: 'America/New_York',
    locale: 'en-US',
    viewport: { width: 1440, height: 900 },
  },
  projects: [
    {
      name: 'browser',
      testIgnore: '**/electron/**',
      use: {
        browserName: 'chromium',
        launchOptions: {
          executablePath: chromiumPath(),
          args: [
            '--no-sandbox',
            '--disable-gpu',
            '--autoplay-policy=no-user-gesture-required',
            '--no-first-run',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
            '--disable-quic',
          ],
        },
      },
    },
    // Its specs skip themselves, visibly, where Electron's runtime is not installed.
    { name: 'electron', testMatch: '**/electron/**/*.spec.ts' },
  ],
});
