import type { Locator, Page } from 'playwright/test';

import {
  DEMO_TIMEOUT_MS,
  ensureDemo,
  expect,
  FAR_MONDAY,
  makePlan,
  openView,
  test,
} from './fixtures.ts';

/** Chooses from a list by its label. */
async function choose(page: Page, button: Locator, option: string): Promise<void> {
  await button.click();
  await page.getByRole('option', { name: option }).click();
  await expect(button).toContainText(option);
}

test.describe('shorts', () => {
  test.beforeAll(async ({ station }) => {
    test.setTimeout(DEMO_TIMEOUT_MS);
    await ensureDemo(station);
  });

  test('the rest of a row is filled by kinds and tags, which stay, and are taken back in one step', async ({
    page,
    station,
    complaints,
  }) => {
    const { planId, channel } = await makePlan(station);
    const view = { channel: channel.slug, date: FAR_MONDAY, plan: planId };
    await openView(page, station, 'plan', view);
    const monday = page.locator(`[data-testid=day-column][data-date="${FAR_MONDAY}"]`);
    const dialog = page.getByTestId('row-dialog');
    const fill = dialog.getByTestId('row-fill');
    const open = async (): Promise<void> => {
      await monday.getByTestId('plan-block').first().focus();
      await page.keyboard.press('Enter');
      await expect(dialog).toBeVisible();
    };
    const saved = async () => {
      const { plan } = await station.client.call('plan.show', { selector: planId });
      return (plan.draft ?? plan.assignments).map((row) => row.fill ?? null);
    };
    const both = { kinds: ['trailer', 'short'], tags: ['noir', 'late night'] };

    await open();
    await expect(fill).toContainText('Nothing ticked: default programming airs');
    await expect(fill.getByTestId('row-fill-tags')).toHaveCount(0);
    await fill.getByText('Trailers', { exact: true }).click();
    await fill.getByText('Promos', { exact: true }).click();
    await fill.getByText('Shorts', { exact: true }).click();
    await fill.getByText('Promos', { exact: true }).click();
    await fill.getByTestId('row-fill-tags').fill(' noir,, late night ,');
    await page.getByTestId('row-save').click();
    await expect(dialog).toHaveCount(0);
    await expect.poll(saved).toEqual([both, null]);

    // Read from the station again, not from what the page remembers.
    await openView(page, station, 'plan', view);
    await open();
    await expect(fill.getByRole('checkbox', { checked: true })).toHaveCount(2);
    await expect(fill.getByRole('checkbox', { name: 'Trailers' })).toBeChecked();
    await expect(fill.getByRole('checkbox', { name: 'Shorts' })).toBeChecked();
    await expect(fill.getByTestId('row-fill-tags')).toHaveValue('noir, late night');
    await fill.getByText('Trailers', { exact: true }).click();
    await fill.getByText('Shorts', { exact: true }).click();
    await page.getByTestId('row-save').click();
    await expect.poll(saved).toEqual([null, null]);

    await page.getByTestId('undo').click();
    await expect.poll(saved).toEqual([both, null]);
    await open();
    await expect(fill.getByTestId('row-fill-tags')).toHaveValue('noir, late night');
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    expect(complaints).toEqual([]);
  });

  test('a channel gives shorts that share a slot one entry of the guide or one each, and is put back by key', async ({
    page,
    station,
  }) => {
    const select = page.getByTestId('channel-shorts-in-guide');
    const shortsOf = async (selector: string) =>
      (await station.client.call('channel.show', { selector })).shortsInGuide;
    await openView(page, station, 'channels');
    await page.getByTestId('channel-new').click();
    await page.getByTestId('channel-name').fill('Shorts Apart');
    await expect(select).toContainText('One entry together');
    await choose(page, select, 'An entry for each');
    await page.getByTestId('channel-save').click();
    await expect(page.getByTestId('channel-dialog')).toHaveCount(0);
    expect(await shortsOf('Shorts Apart')).toBe('each');

    const row = page.getByTestId('channel-row').filter({ hasText: 'Shorts Apart' });
    await row.getByTestId('channel-edit').click();
    await expect(select).toContainText('An entry for each');
    await choose(page, select, 'One entry together');
    await page.getByTestId('channel-save').click();
    await expect(page.getByTestId('channel-dialog')).toHaveCount(0);
    expect(await shortsOf('Shorts Apart')).toBe('slot');
    await page.keyboard.press('Control+z');
    await expect.poll(() => shortsOf('Shorts Apart')).toBe('each');
  });
});
