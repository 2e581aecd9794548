import { DEMO_TIMEOUT_MS, ensureDemo, expect, openView, test } from './fixtures.ts';

const PX_PER_HOUR = 240;

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
    const on = page.locator('[data-testid=guide-cell][data-state=on-air]').first();
    await on.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    const dialog = page.getByTestId('entry-dialog');
    await expect(dialog).toContainText('Why it is here');
    await expect(dialog.locator('ol li').first()).not.toBeEmpty();
  });
});
