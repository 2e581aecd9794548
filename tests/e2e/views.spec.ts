import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';

import type { E2eStation } from '../helpers/e2e-station.ts';
import {
  DEMO_TIMEOUT_MS,
  ensureDemo,
  expect,
  FAR_MONDAY,
  makePlan,
  openView,
  test,
} from './fixtures.ts';

const VIEWS = [
  ['on-air', 'onair-view'],
  ['plan', 'plan-timeline'],
  ['guide', 'guide-grid'],
  ['library', 'library-rows'],
  ['channels', 'channel-row'],
  ['settings', 'settings-view'],
] as const;

/** What axe calls serious or critical, in words. */
async function seriousFaults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`),
    );
}

/** The faults of every view in a theme, by view. */
async function faultsOfViews(
  page: Page,
  station: E2eStation,
  theme: 'dark' | 'light',
): Promise<string[]> {
  await station.client.call('settings.update', { changes: { theme } });
  const faults: string[] = [];
  for (const [view, testId] of VIEWS) {
    await openView(page, station, view);
    await expect(page.getByTestId(testId).first()).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    faults.push(...(await seriousFaults(page)).map((fault) => `${view}: ${fault}`));
  }
  return faults;
}

/** What opens over a view: the view, how it is opened, and what is then seen. */
const OPENED: readonly (readonly [
  name: string,
  view: string,
  open: (page: Page, station: E2eStation) => Promise<void>,
  testId: string,
])[] = [
  [
    'the form of a channel with a rule',
    'channels',
    async (page) => {
      await page.getByTestId('channel-new').click();
      await page.getByTestId('channel-default').click();
      await page.getByRole('option', { name: 'What matches' }).click();
      await page.getByTestId('rule-any-tag').fill('western,');
      await page.getByTestId('rule-as-text').locator('summary').click();
    },
    'rule-matches',
  ],
  [
    'the question about a new key',
    'settings',
    (page) => page.getByTestId('key-renew').click(),
    'key-renew-dialog',
  ],
  [
    'what the health lamp tells',
    'channels',
    (page) => page.getByTestId('health').click(),
    'health-details',
  ],
  [
    'the dialog of a row',
    'plan',
    async (page, station) => {
      // A plan of its own: what other specs leave may show nothing in the coming week.
      const { planId, channel } = await makePlan(station);
      const view = { channel: channel.slug, date: FAR_MONDAY, plan: planId };
      await openView(page, station, 'plan', view);
      await page.getByTestId('plan-block').first().focus();
      await page.keyboard.press('Enter');
    },
    'row-dialog',
  ],
];

/** The faults of what opens over the views in a theme, by name. */
async function faultsOfDialogs(
  page: Page,
  station: E2eStation,
  theme: 'dark' | 'light',
): Promise<string[]> {
  await station.client.call('settings.update', { changes: { theme } });
  const faults: string[] = [];
  for (const [name, view, open, testId] of OPENED) {
    await openView(page, station, view);
    await open(page, station);
    await expect(page.getByTestId(testId)).toBeVisible();
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    faults.push(...(await seriousFaults(page)).map((fault) => `${name}: ${fault}`));
    // What lies over the frame would stay when the view changes.
    await page.keyboard.press('Escape');
    await expect(page.locator('[role=dialog]')).toHaveCount(0);
  }
  return faults;
}

/** Presses Tab once more often than there are stops, and tells how many were seen. */
async function walkByTab(page: Page): Promise<{ stops: number; seen: number; isInMain: boolean }> {
  const stops = await page.evaluate(
    () =>
      [...document.querySelectorAll<HTMLElement>('a,button,input,[tabindex="0"]')].filter(
        (one) => one.tabIndex >= 0 && one.checkVisibility() && !one.matches(':disabled'),
      ).length,
  );
  const seen = new Set<string>();
  let isInMain = false;
  for (let step = 0; step <= stops; step += 1) {
    await page.keyboard.press('Tab');
    const where = await page.evaluate(() => {
      const one = document.activeElement;
      if (!one || one === document.body) return null;
      const { x, y } = one.getBoundingClientRect();
      const name = one.getAttribute('aria-label') ?? one.textContent.slice(0, 40);
      return {
        key: `${one.tagName} ${name} ${String(Math.round(x))},${String(Math.round(y))}`,
        isMain: one.closest('main') !== null,
      };
    });
    if (where) seen.add(where.key);
    if (where?.isMain) isInMain = true;
  }
  return { stops, seen: seen.size, isInMain };
}

test.describe('views', () => {
  test.beforeAll(async ({ station }) => {
    test.setTimeout(DEMO_TIMEOUT_MS);
    await ensureDemo(station);
  });

  test('stand in the dark without a serious fault for assistive technology', async ({
    page,
    station,
    complaints,
  }) => {
    expect(await faultsOfViews(page, station, 'dark')).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('stand in the light without a serious fault for assistive technology', async ({
    page,
    station,
    complaints,
  }) => {
    expect(await faultsOfViews(page, station, 'light')).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('open dialogs in the dark without a serious fault for assistive technology', async ({
    page,
    station,
  }) => {
    expect(await faultsOfDialogs(page, station, 'dark')).toEqual([]);
  });

  test('open dialogs in the light without a serious fault for assistive technology', async ({
    page,
    station,
  }) => {
    expect(await faultsOfDialogs(page, station, 'light')).toEqual([]);
  });

  test('are reached and left by the Tab key alone', async ({ page, station }) => {
    for (const [view, testId] of VIEWS) {
      await openView(page, station, view);
      await expect(page.getByTestId(testId).first()).toBeVisible();
      const { stops, seen, isInMain } = await walkByTab(page);
      expect({ view, isInMain }).toEqual({ view, isInMain: true });
      expect(seen).toBeGreaterThanOrEqual(Math.min(stops, 12));
    }
  });

  test('every button with an icon alone has a name', async ({ page, station }) => {
    for (const [view, testId] of VIEWS) {
      await openView(page, station, view);
      await expect(page.getByTestId(testId).first()).toBeVisible();
      const nameless = await page
        .locator('button')
        .evaluateAll((buttons) =>
          buttons
            .filter(
              (button) => button.textContent.trim() === '' && !button.getAttribute('aria-label'),
            )
            .map((button) => button.outerHTML.slice(0, 200)),
        );
      expect(nameless).toEqual([]);
    }
  });

  test('a reload brings back the view, the channel and the date of the address', async ({
    page,
    station,
  }) => {
    const channels = await station.client.call('channel.list', {});
    const second = channels[1]!;
    await openView(page, station, 'plan', { channel: second.slug, date: '2030-05-06' });
    await expect(page.getByTestId('week-label')).toHaveText('Mon 6 May – Sun 12 May');
    await page.reload();
    await expect(page.getByTestId('week-label')).toHaveText('Mon 6 May – Sun 12 May');
    await expect(page.getByTestId('channel-switcher')).toContainText(second.name);
  });

  test('the sheet of keys opens with ? and finds a key', async ({ page, station }) => {
    await openView(page, station, 'channels');
    await expect(page.getByTestId('channel-row').first()).toBeVisible();
    await page.keyboard.press('?');
    const sheet = page.getByTestId('shortcut-sheet');
    await sheet.getByRole('searchbox').fill('again');
    await expect(sheet.locator('dd')).toHaveText(['Do again; in a plan, its last step']);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(sheet).toHaveCount(0);
  });
});
