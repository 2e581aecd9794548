import { startE2eStation } from '../helpers/e2e-station.ts';
import { expect, test } from './fixtures.ts';

test.describe('connection', () => {
  test('says that the station is gone, lets nothing be changed, and mends itself', async ({
    page,
  }) => {
    const station = await startE2eStation();
    try {
      await page.goto(await station.freshAddress());
      const demo = page.getByTestId('try-demo');
      await expect(demo).toBeEnabled();
      await station.kill();
      await expect(page.getByTestId('link-strip')).toBeVisible();
      await expect(page.getByTestId('link-strip')).toContainText('Nothing can be changed');
      await expect(demo).toBeDisabled();
      await station.restart();
      await expect(page.getByTestId('link-strip')).toHaveCount(0);
      await expect(demo).toBeEnabled();
      await expect(page.getByTestId('connection')).toHaveAttribute('data-state', 'open');
    } finally {
      await station.close();
    }
  });

  test('turns a page without the key away and says what to do', async ({ page }) => {
    const station = await startE2eStation();
    try {
      await page.goto(`${station.origin}/`);
      await expect(page.getByTestId('link-strip')).toContainText(
        'Run "retrovue open" for a new address',
      );
    } finally {
      await station.close();
    }
  });

  test('writes the clock without rendering the page again', async ({ page }) => {
    const station = await startE2eStation();
    try {
      await page.addInitScript(() => {
        const counts = { commits: 0 };
        Object.assign(window, {
          counts,
          // React tells its developer tools of every commit, in production too.
          __REACT_DEVTOOLS_GLOBAL_HOOK__: {
            supportsFiber: true,
            inject: () => 1,
            onCommitFiberRoot: () => {
              counts.commits += 1;
            },
            onCommitFiberUnmount: () => undefined,
            onPostCommitFiberRoot: () => undefined,
          },
        });
      });
      await page.goto(await station.freshAddress());
      await expect(page.getByTestId('try-demo')).toBeEnabled();
      const clock = page.getByTestId('clock-time');
      const read = () =>
        page.evaluate(() => (window as unknown as { counts: { commits: number } }).counts.commits);
      expect(await read()).toBeGreaterThan(0);
      const texts = new Set<string>();
      const before = await read();
      await expect
        .poll(
          async () => {
            texts.add(await clock.innerText());
            return texts.size;
          },
          { intervals: [100] },
        )
        .toBeGreaterThanOrEqual(9);
      // What the station was asked meanwhile may draw something: status and on-air, every five to ten seconds.
      expect((await read()) - before).toBeLessThan(6);
    } finally {
      await station.close();
    }
  });
});
