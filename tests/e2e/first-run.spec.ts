import type { Page } from 'playwright/test';

import { startE2eStation } from '../helpers/e2e-station.ts';
import { DEMO_TIMEOUT_MS, expect, test } from './fixtures.ts';

const SLOT_PX = 24;

interface Picture {
  readonly time: number;
  /** So long the picture has stood still for want of material, milliseconds. */
  readonly stalledMs: number;
  /** So much later than asked for the page's own timer has come in all: what a busy machine took from the browser, milliseconds. */
  readonly delayedMs: number;
  /** Stretches that were played, each without a jump, `[from, to]` in seconds. */
  readonly played: readonly (readonly [number, number])[];
  /** The brightest of a grid of points, 0 … 255. */
  readonly brightest: number;
}

async function watchStalls(page: Page): Promise<void> {
  await page.getByTestId('monitor-video').evaluate((video: HTMLVideoElement) => {
    const TICK_MS = 50;
    const noted = { stalled: 0, delayed: 0 };
    let waitingSince: number | null = null;
    let tickedAt = performance.now();
    const note = (): void => {
      const now = performance.now();
      if (waitingSince !== null) {
        noted.stalled += now - waitingSince;
        waitingSince = now;
      }
      video.dataset['stalledMs'] = String(noted.stalled);
      video.dataset['delayedMs'] = String(noted.delayed);
    };
    video.addEventListener('waiting', () => {
      waitingSince ??= performance.now();
    });
    for (const goesOn of ['playing', 'timeupdate']) {
      video.addEventListener(goesOn, () => {
        if (waitingSince === null || video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA) return;
        note();
        waitingSince = null;
      });
    }
    note();
    setInterval(() => {
      const now = performance.now();
      noted.delayed += Math.max(0, now - tickedAt - TICK_MS);
      tickedAt = now;
      note();
    }, TICK_MS);
  });
}

function readPicture(page: Page): Promise<Picture> {
  return page.getByTestId('monitor-video').evaluate((video: HTMLVideoElement) => {
    const canvas = document.createElement('canvas');
    canvas.width = 64;
    canvas.height = 36;
    const context = canvas.getContext('2d')!;
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    let brightest = 0;
    for (let index = 0; index < data.length; index += 4) {
      brightest = Math.max(brightest, data[index]!, data[index + 1]!, data[index + 2]!);
    }
    return {
      time: video.currentTime,
      stalledMs: Number(video.dataset['stalledMs']),
      delayedMs: Number(video.dataset['delayedMs']),
      played: Array.from(
        { length: video.played.length },
        (_, index) => [video.played.start(index), video.played.end(index)] as const,
      ),
      brightest,
    };
  });
}

test.describe('first run', () => {
  test('leads from nothing to the demo station, a moving picture, and a plan that the guide follows', async ({
    page,
    complaints,
  }) => {
    test.setTimeout(DEMO_TIMEOUT_MS + 240_000);
    const station = await startE2eStation();
    try {
      await page.goto(await station.freshAddress());
      await expect(page.getByTestId('first-run')).toContainText('Add a folder');
      await page.getByTestId('try-demo').click();
      await expect(page.getByTestId('job')).toBeVisible();
      await expect(page.getByTestId('onair-view')).toBeVisible({ timeout: DEMO_TIMEOUT_MS });

      await expect(page.getByTestId('now-title')).not.toBeEmpty();
      await expect
        .poll(async () => (await readPicture(page)).time, { timeout: 60_000 })
        .toBeGreaterThan(0);
      await expect(page.getByTestId('monitor')).toHaveAttribute('data-state', 'playing');
      await watchStalls(page);
      const first = await readPicture(page);
      let brightest = first.brightest;
      await expect
        .poll(
          async () => {
            const picture = await readPicture(page);
            brightest = Math.max(brightest, picture.brightest);
            return picture.time - first.time;
          },
          { timeout: 90_000, intervals: [500] },
        )
        .toBeGreaterThanOrEqual(20);
      const last = await readPicture(page);
      const { stalledMs, delayedMs } = last;
      // Nothing of the picture was passed over, and it never stood still for longer than the browser itself was held up.
      expect(
        last.played.filter(([from, to]) => from <= first.time && last.time <= to),
      ).toHaveLength(1);
      expect(stalledMs, `the browser was held up for ${String(delayedMs)} ms`).toBeLessThanOrEqual(
        delayedMs,
      );
      expect(brightest).toBeGreaterThan(60);

      await page.getByTestId('rail-plan').click();
      const column = page.getByTestId('day-column').first();
      const blocks = column.getByTestId('plan-block');
      await expect(blocks.first()).toBeVisible();
      const removedEnd = Number(await blocks.first().getAttribute('data-end'));
      const movedId = (await blocks.nth(1).getAttribute('data-id'))!;
      const moved = column.locator(`[data-id="${movedId}"]`);
      const from = Number(await moved.getAttribute('data-start'));
      expect(from).toBe(removedEnd);
      await blocks.first().focus();
      await page.keyboard.press('Delete');

      const box = (await moved.boundingBox())!;
      await page.mouse.move(box.x + box.width / 2, box.y + 20);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width / 2, box.y + 20 - SLOT_PX, { steps: 5 });
      await page.mouse.up();
      await expect(moved).toHaveAttribute('data-start', String(from - 30));
      await moved.focus();
      await page.keyboard.press('m');
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Enter');
      await expect(moved).toHaveAttribute('data-start', String(from - 60));
      await page.getByTestId('undo').click();
      await expect(moved).toHaveAttribute('data-start', String(from - 30));
      await page.keyboard.press('Control+Shift+z');
      await expect(moved).toHaveAttribute('data-start', String(from - 60));
      const title = (await moved.getAttribute('title'))!.split('\n')[0]!;

      await page.getByTestId('publish').click();
      await page.getByTestId('publish-confirm').click();
      await expect(page.getByTestId('last-action')).toContainText('it shows from');
      await expect(page.getByTestId('draft-banner')).toHaveCount(0);
      const frozen = await station.client.call('day.list', {});
      const lastFrozen = frozen
        .map(({ broadcastDate }) => broadcastDate)
        .sort()
        .at(-1)!;

      await page.getByTestId('rail-settings').click();
      const days = page.getByLabel('Days frozen ahead');
      await days.fill('6');
      await days.press('Tab');
      await page.getByTestId('settings-horizon').getByRole('button', { name: 'Save' }).click();
      const channel = (await station.client.call('channel.list', {}))[0]!;
      const firstUnfrozen = async () => {
        await station.client.call('station.extend', {});
        const known = await station.client.call('day.list', { channelId: channel.id });
        return known.find(({ broadcastDate }) => broadcastDate > lastFrozen);
      };
      // The page saves on its own connection; the horizon follows once the setting has arrived.
      await expect.poll(firstUnfrozen).toBeDefined();
      const day = (await firstUnfrozen())!;
      await page.getByTestId('rail-guide').click();
      const { origin } = station;
      await page.goto(`${origin}/#/guide?date=${day.broadcastDate}`);
      const startAt = day.startAt + (from - 60) * 60_000;
      const cell = page.locator(
        `[data-testid=guide-row][data-id="${channel.id}"] [data-testid=guide-cell][data-start="${String(startAt)}"]`,
      );
      await expect(cell).toContainText(title);
      expect(complaints).toEqual([]);
    } finally {
      await station.close();
    }
  });
});
