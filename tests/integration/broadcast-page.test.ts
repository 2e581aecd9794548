import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import react from '@vitejs/plugin-react';
import { chromium, type Browser, type Page } from 'playwright';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createBroadcastServer, type BroadcastServer } from '#main/broadcast/server.ts';
import { createSystemClock } from '#main/clock/system-clock.ts';
import type { GuideEntry } from '#shared/model/guide.ts';
import { startBroadcast } from '#tests/helpers/broadcast-fixture.ts';
import { exchange } from '#tests/helpers/http-exchange.ts';
import { makeRealSegments, REAL_SEGMENT_MS } from '#tests/helpers/real-segments.ts';
import {
  createScriptedOnAir,
  scriptedChannel,
  scriptedEntry,
  type ScriptedOnAir,
} from '#tests/helpers/scripted-on-air.ts';

const RENDERER = fileURLToPath(new URL('../../src-renderer', import.meta.url));
const MINUTE_MS = 60_000;
const SEGMENT_COUNT = 60;
const HOSTILE_TITLE = '<img src=x onerror="document.title=\'owned\'">';

function chromiumPath(): string | null {
  const candidates = [process.env['CHROMIUM_BIN'], chromium.executablePath(), '/usr/bin/chromium'];
  return candidates.find((path) => path !== undefined && existsSync(path)) ?? null;
}

describe('the guide page of the broadcast server', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'retrovue-page-'));
    await mkdir(join(folder, 'public'));
    await mkdir(join(folder, 'assets'));
    await writeFile(
      join(folder, 'public', 'index.html'),
      '<script type="module" src="../assets/guide-1a2b.js"></script>',
    );
    await writeFile(join(folder, 'assets', 'guide-1a2b.js'), 'import "./shared-3c4d.js";');
    await writeFile(join(folder, 'assets', 'shared-3c4d.js'), 'export const shared = 1;');
    await writeFile(join(folder, 'assets', 'control-5e6f.js'), 'export const control = 1;');
    await writeFile(join(folder, 'assets', 'shared-3c4d.js.map'), '{}');
  });

  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  test('serves exactly the files that the page names, directly or through each other', async () => {
    const broadcast = await startBroadcast({}, { pageFolder: folder });
    const statuses: Record<string, number> = {};
    for (const path of [
      '/',
      '/guide',
      '/assets/guide-1a2b.js',
      '/assets/shared-3c4d.js',
      '/assets/control-5e6f.js',
      '/assets/shared-3c4d.js.map',
      '/public/index.html',
    ]) {
      statuses[path] = (await exchange(broadcast.url, path)).status;
    }
    const page = await exchange(broadcast.url, '/guide');
    const script = await exchange(broadcast.url, '/assets/guide-1a2b.js');
    await broadcast.close();

    expect(statuses).toEqual({
      '/': 200,
      '/guide': 200,
      '/assets/guide-1a2b.js': 200,
      '/assets/shared-3c4d.js': 200,
      '/assets/control-5e6f.js': 404,
      '/assets/shared-3c4d.js.map': 404,
      '/public/index.html': 404,
    });
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'self'; /,
    );
    expect(page.headers['content-security-policy']).not.toContain('unsafe');
    expect(page.headers['access-control-allow-origin']).toBeUndefined();
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(script.headers['cache-control']).toContain('immutable');
  });
});

describe.skipIf(chromiumPath() === null)('the guide page in Chromium', () => {
  const clock = createSystemClock();
  const startedAt = clock.nowAt() - 20_000;
  const slotAt = Math.floor(clock.nowAt() / (30 * MINUTE_MS)) * 30 * MINUTE_MS;
  const one = scriptedChannel(1, 'channel-one', 'Channel One');
  const seven = scriptedChannel(7, 'seven', 'Seven with a rather long name');
  const guide: GuideEntry[] = [
    { title: 'Night Court', from: 0, minutes: 30 },
    { title: 'The Apartment', from: 30, minutes: 125, kind: 'movie' as const, year: 1960 },
    { title: 'Late Show', from: 155, minutes: 400 },
  ].map(({ title, from, minutes, ...fields }) =>
    scriptedEntry(one, {
      title,
      startAt: slotAt + from * MINUTE_MS,
      endAt: slotAt + (from + minutes) * MINUTE_MS,
      ...fields,
    }),
  );
  guide.push(
    scriptedEntry(seven, {
      title: HOSTILE_TITLE,
      startAt: slotAt - 90 * MINUTE_MS,
      endAt: slotAt + 600 * MINUTE_MS,
    }),
  );
  let source: ScriptedOnAir;
  let channels = [one, seven];
  let server: BroadcastServer;
  let browser: Browser;
  let page: Page;
  let outDir: string;
  const complaints: string[] = [];

  beforeAll(async () => {
    outDir = await mkdtemp(join(tmpdir(), 'retrovue-page-'));
    await build({
      configFile: false,
      logLevel: 'error',
      root: RENDERER,
      publicDir: false,
      base: './',
      plugins: [react()],
      build: {
        outDir,
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        rolldownOptions: { input: join(RENDERER, 'public', 'index.html') },
      },
    });
    const segments = await makeRealSegments(SEGMENT_COUNT);
    source = createScriptedOnAir(clock, {
      get channels() {
        return channels;
      },
      startAt: startedAt,
      firstSequence: 500,
      segmentMs: REAL_SEGMENT_MS,
      targetDurationSeconds: 2,
      windowMs: MINUTE_MS,
      bytesOf: async (_slug, number) => Promise.resolve(segments[number - 500] ?? null),
      guide,
    });
    server = await createBroadcastServer({
      source,
      clock,
      host: '127.0.0.1',
      port: 0,
      allowedHosts: [],
      pageFolder: outDir,
      stationName: () => 'Test Station',
      ownOrigins: () => [],
      otherPagesMay: () => 'play',
      log: { warn: () => undefined, error: () => undefined },
    });
    browser = await chromium.launch({
      executablePath: chromiumPath() ?? '',
      args: ['--no-sandbox', '--disable-gpu', '--autoplay-policy=no-user-gesture-required'],
    });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('console', (message) => {
      if (message.type() === 'error')
        complaints.push(`${message.text()} ${message.location().url}`);
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${server.url}/guide`);
    await page.getByRole('grid').waitFor();
  });

  afterAll(async () => {
    await browser.close();
    await server.close();
    await rm(outDir, { recursive: true });
  });

  test('draws programmes as wide as they are long, one after another', async () => {
    const boxes = await Promise.all(
      ['Night Court', 'The Apartment', 'Late Show'].map((title) =>
        page.getByRole('gridcell', { name: title }).boundingBox(),
      ),
    );
    const [court, apartment, late] = boxes;

    expect(court?.width).toBe(180);
    expect(apartment?.width).toBe(750);
    expect((court?.x ?? 0) + (court?.width ?? 0)).toBe(apartment?.x);
    expect((apartment?.x ?? 0) + (apartment?.width ?? 0)).toBe(late?.x);
    expect(late?.width).toBe((360 - 155) * 6);
  });

  test('draws the present inside the programme that is on', async () => {
    const line = await page.locator('.now-line').boundingBox();
    const on = await page.locator('[data-state="on"]').first().boundingBox();

    expect(line?.x).toBeGreaterThanOrEqual((on?.x ?? 0) - 2);
    expect(line?.x).toBeLessThanOrEqual((on?.x ?? 0) + (on?.width ?? 0));
  });

  test('shows a hostile title as text', async () => {
    await expect
      .poll(() => page.locator('.row').nth(1).locator('.cell-title').textContent())
      .toBe(HOSTILE_TITLE);
    expect(await page.title()).toBe('Guide · RetroVue');
  });

  test('moves by arrow keys and tells what is in focus', async () => {
    await page.getByRole('gridcell', { name: 'Night Court' }).focus();
    await page.keyboard.press('ArrowRight');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('title')))
      .toContain('The Apartment');
    expect(await page.locator('footer.detail').textContent()).toContain('The Apartment1960');
    await page.keyboard.press('ArrowDown');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('title')))
      .toContain('onerror');
  });

  test('opens a player that plays when the programme on now is clicked', async () => {
    await page.locator('.cell[data-state="on"]').first().click();
    const video = page.locator('dialog video');
    await video.waitFor();
    await expect
      .poll(() => video.evaluate((node: HTMLVideoElement) => node.currentTime), { timeout: 30_000 })
      .toBeGreaterThan(0);
    const before = await video.evaluate((node: HTMLVideoElement) => node.currentTime);
    await expect
      .poll(() => video.evaluate((node: HTMLVideoElement) => node.currentTime), { timeout: 30_000 })
      .toBeGreaterThan(before + 3);

    expect(await video.evaluate((node: HTMLVideoElement) => node.videoWidth)).toBe(640);
    expect(new Set(source.touches).size).toBe(1);
    expect(source.touches[0]).toMatch(/^channel-one [\w-]{22}$/);
  });

  test('zaps by Page Down and closes by Escape, which stops the player', async () => {
    await page.keyboard.press('PageDown');
    await expect.poll(() => source.touches.at(-1)).toMatch(/^seven [\w-]{22}$/);
    await page.locator('.picture[data-phase="playing"]').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('dialog').count()).toBe(0);

    await page.waitForLoadState('networkidle');
    const asked = source.asked.length;
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    expect(source.asked).toHaveLength(asked);
  });

  test('fits a telephone', async () => {
    await page.setViewportSize({ width: 360, height: 640 });
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    const page360 = await page.evaluate(() => document.documentElement.scrollWidth);
    const cell = await page.getByRole('gridcell', { name: 'Night Court' }).boundingBox();

    expect(page360).toBe(360);
    expect(cell?.width).toBe(120);
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  test('shows an empty station, and channels as soon as there are some', async () => {
    channels = [];
    const fresh = await browser.newPage();
    await fresh.clock.install();
    await fresh.goto(server.url);
    await fresh.getByText('No channel is on the air yet').waitFor();
    channels = [one, seven];
    await expect
      .poll(
        async () => {
          await fresh.clock.runFor(31_000);
          return fresh.getByRole('gridcell', { name: 'Night Court' }).count();
        },
        { timeout: 20_000 },
      )
      .toBe(1);
    await fresh.close();
  });

  test('keeps the guide and says so when the station cannot be reached, then recovers', async () => {
    const fresh = await browser.newPage();
    await fresh.clock.install();
    await fresh.goto(server.url);
    await fresh.getByRole('gridcell', { name: 'Night Court' }).waitFor();
    await fresh.route('**/guide/data.json*', (route) => route.abort());
    await fresh.clock.runFor(31_000);
    await fresh.getByRole('alert').waitFor();
    expect(await fresh.getByRole('gridcell', { name: 'Night Court' }).count()).toBe(1);
    await fresh.unroute('**/guide/data.json*');
    await fresh.clock.runFor(6_000);
    await fresh.getByRole('alert').waitFor({ state: 'detached' });
    await fresh.close();
  });

  test('breaks no rule of its own content policy and throws nothing', () => {
    expect(complaints).toEqual([]);
  });
});
