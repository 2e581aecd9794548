import type { Page } from 'playwright/test';

import { addDays } from '#shared/time/zone.ts';

import { DEMO_TIMEOUT_MS, ensureDemo, expect, openView, test } from './fixtures.ts';

const PX_PER_HOUR = 240;

/** Shows the day after today, and waits until its cells have taken the place of today's. */
async function goToTomorrow(page: Page): Promise<void> {
  const grid = page.getByTestId('guide-grid');
  const today = (await grid.getAttribute('data-date'))!;
  await page.getByTestId('guide-days').getByRole('radio').nth(2).click();
  await expect(grid).toHaveAttribute('data-date', addDays(today, 1));
  await expect(page.getByTestId('guide-cell').first()).toBeVisible();
}

test.describe('guide', () => {
  test.beforeAll(async ({ station }) => {
    test.setTimeout(DEMO_TIMEOUT_MS);
    await ensureDemo(station);
  });

  test('draws every programme where and as wide as its time', async ({ page, station }) => {
    await openView(page, station, 'guide');
    const grid = page.getByTestId('guide-grid');
    await expect(page.getByTestId('guide-cell').first()).toBeVisible();
    const startAt = Number(await grid.getAttribute('data-start'));
    const endAt = Number(await grid.getAttribute('data-end'));
    const entries = await station.client.call('guide.list', { startAt, endAt });
    const cells = await page.getByTestId('guide-cell').evaluateAll((list) =>
      list.map((cell) => {
        const frame = (cell.parentElement as HTMLElement).style;
        return {
          id: cell.getAttribute('data-id'),
          left: parseFloat(frame.left),
          width: parseFloat(frame.width),
        };
      }),
    );
    expect(cells).toHaveLength(entries.length);
    const plate = 148;
    for (const entry of entries) {
      const cell = cells.find(({ id }) => id === entry.airingId)!;
      const from = Math.max(entry.startAt, startAt);
      const to = Math.min(entry.endAt, endAt);
      const left = plate + ((from - startAt) * PX_PER_HOUR) / 3_600_000;
      expect(Math.abs(cell.left - left)).toBeLessThanOrEqual(1);
      const width = ((to - from) * PX_PER_HOUR) / 3_600_000;
      expect(Math.abs(cell.width - width)).toBeLessThanOrEqual(1);
    }
  });

  test('has a line at the present moment and a row for every channel', async ({
    page,
    station,
  }) => {
    const channels = await station.client.call('channel.list', {});
    await openView(page, station, 'guide');
    await expect(page.getByTestId('guide-row')).toHaveCount(channels.length);
    const line = (await page.getByTestId('now-line').boundingBox())!;
    const on = page.locator('[data-testid=guide-cell][data-state=on-air]');
    await expect(on).toHaveCount(channels.length);
    for (const cell of await on.all()) {
      const box = (await cell.boundingBox())!;
      expect(line.x).toBeGreaterThanOrEqual(box.x - 2);
      expect(line.x).toBeLessThanOrEqual(box.x + box.width + 2);
    }
  });

  test('goes from cell to cell with the arrows and keeps the time going down', async ({
    page,
    station,
  }) => {
    await openView(page, station, 'guide');
    const first = page.locator('[data-testid=guide-cell][data-state=on-air]').first();
    await first.focus();
    const start = Number(await first.getAttribute('data-start'));
    await page.keyboard.press('ArrowRight');
    const focused = page.locator('[data-testid=guide-cell]:focus');
    await expect(focused).toHaveAttribute('data-start', (await first.getAttribute('data-end'))!);
    await page.keyboard.press('ArrowLeft');
    await expect(focused).toHaveAttribute('data-start', String(start));
    await page.keyboard.press('ArrowDown');
    await expect
      .poll(async () => {
        const below = await focused.evaluate((cell) => ({
          start: Number(cell.getAttribute('data-start')),
          end: Number(cell.getAttribute('data-end')),
          row: cell.closest('[role=row]')?.getAttribute('aria-rowindex'),
        }));
        return below.row === '3' && below.start <= start && start < below.end;
      })
      .toBe(true);
  });

  test('plays the current programme in a dialog when it is clicked', async ({ page, station }) => {
    await openView(page, station, 'guide');
    await page.locator('[data-testid=guide-cell][data-state=on-air]').first().click();
    const video = page.getByTestId('watch-dialog').getByTestId('monitor-video');
    await expect
      .poll(() => video.evaluate((one: HTMLVideoElement) => one.currentTime), { timeout: 60_000 })
      .toBeGreaterThan(2);
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('monitor-video')).toHaveCount(0);
  });

  test('tells about a programme to come and why it is there', async ({ page, station }) => {
    await openView(page, station, 'guide');
    await goToTomorrow(page);
    const cell = page.locator('[data-testid=guide-cell][data-state=frozen]').first();
    const airingId = (await cell.getAttribute('data-id'))!;
    await cell.focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByTestId('entry-dialog');
    const why = await station.client.call('day.why', { airingId });
    await expect(dialog.getByTestId('why').locator('ol li')).toHaveText([...why.sentences]);
    await expect(dialog.getByTestId('why-candidates').getByRole('listitem')).toHaveCount(
      Math.min(12, why.candidates.length),
    );
  });

  test('changes a day by hand after showing what that does, and takes it back', async ({
    page,
    station,
  }) => {
    const [channel] = await station.client.call('channel.list', {});
    await openView(page, station, 'guide');
    await goToTomorrow(page);
    const cell = page.locator('[data-testid=guide-cell][data-state=frozen]').nth(3);
    await expect(cell).toBeVisible();
    const airingId = (await cell.getAttribute('data-id'))!;
    const startAt = Number(await cell.getAttribute('data-start'));
    await cell.click();
    const dialog = page.getByTestId('entry-dialog');
    await dialog.getByRole('tab', { name: 'Change' }).click();
    await expect(dialog.getByTestId('change-commit')).toBeDisabled();
    await dialog.getByTestId('change-asset').first().click();
    const wanted = await dialog
      .locator('[data-testid=change-asset][aria-selected=true]')
      .innerText();
    await expect(dialog.getByTestId('impact-change').first()).toBeVisible();
    const shown = await dialog.getByTestId('impact-change').count();
    expect(shown).toBeGreaterThan(0);
    await expect(dialog.getByTestId('change-commit')).toBeDisabled();
    await dialog.getByTestId('change-reason').fill('A friend asked for it');
    await dialog.getByTestId('change-commit').click();
    await expect(dialog).toHaveCount(0);
    const changed = page.locator(
      `[data-testid=guide-cell][data-state=overridden][data-start="${String(startAt)}"]`,
    );
    await expect(changed).toHaveCount(1);
    expect(await changed.getAttribute('data-id')).not.toBe(airingId);
    expect(wanted).not.toBe('');

    const date = (await page.getByTestId('guide-grid').getAttribute('data-date'))!;
    const history = await station.client.call('day.history', { channelId: channel!.id, date });
    expect(history.at(-1)?.record).toMatchObject({ reason: 'A friend asked for it' });
    expect(history.at(-1)?.record?.change).toMatchObject({ type: 'replace', airingId });

    await changed.click();
    await dialog.getByRole('tab', { name: 'History of the day' }).click();
    await dialog.getByTestId('revert').first().click();
    await dialog.getByTestId('revert-confirm').click();
    await expect(dialog).toHaveCount(0);
    await expect(changed).toHaveCount(0);
    const days = await station.client.call('day.history', { channelId: channel!.id, date });
    expect(days.at(-1)?.day.contentHash).toBe(days.at(0)?.day.contentHash);
  });

  test('marks days that wait for approval and lets them air', async ({ page, station }) => {
    const [channel] = await station.client.call('channel.list', {});
    const id = channel!.id;
    await station.client.call('channel.update', { id, changes: { requiresApproval: true } });
    const days = await station.client.call('day.list', { channelId: id });
    const { broadcastDate: date } = days.at(-1)!;
    await station.client.call('day.generate', { channelId: id, date, force: true });
    await openView(page, station, 'guide', { date });
    const waiting = page.getByTestId('approvals').locator(`[data-date="${date}"]`);
    await expect(waiting).toContainText('waits for your approval');
    const tentative = page.locator('[data-testid=guide-cell][data-tentative=true]');
    await expect(tentative.first()).toBeVisible();
    await waiting.getByTestId('approve').click();
    await expect(waiting).toHaveCount(0);
    await expect(tentative).toHaveCount(0);
    expect(await station.client.call('day.approvals', { channelId: id })).toMatchObject([
      { broadcastDate: date, action: 'approve', by: 'web' },
    ]);
    await station.client.call('channel.update', { id, changes: { requiresApproval: false } });
  });
});
