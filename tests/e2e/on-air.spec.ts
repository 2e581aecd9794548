import type { Page } from 'playwright/test';

import type { Channel } from '#shared/model/channel.ts';

import type { E2eStation } from '../helpers/e2e-station.ts';
import { changeAnswers, DEMO_TIMEOUT_MS, ensureDemo, expect, openView, test } from './fixtures.ts';

/** A channel that nobody has watched and of which nothing has been prepared, with a log for this moment. */
async function coldChannel(station: E2eStation, name: string, number: number): Promise<Channel> {
  const channel = await station.client.call('channel.create', {
    name,
    number,
    // A size of its own, so that nothing that other channels have prepared can be used.
    houseFormat: { height: 480, rate: '25' },
  });
  await expect.poll(() => titleOnAir(station, channel)).not.toBeNull();
  return channel;
}

async function titleOnAir(station: E2eStation, channel: Channel): Promise<string | null> {
  const list = await station.client.call('onair.list', {});
  return list.find(({ channelId }) => channelId === channel.id)?.now?.title ?? null;
}

function segmentsOf({ slug }: Channel): string {
  return `**/hls/${slug}/*.ts*`;
}

async function expectPicture(page: Page): Promise<void> {
  await expect(page.getByTestId('monitor')).toHaveAttribute('data-state', 'playing');
  await expect(page.getByTestId('tuning-in')).toHaveCount(0);
}

test.describe('on air', () => {
  test.beforeAll(async ({ station }) => {
    test.setTimeout(DEMO_TIMEOUT_MS);
    await ensureDemo(station);
  });

  test('says what is being prepared and how far it is until the first picture comes', async ({
    page,
    station,
  }) => {
    const channel = await coldChannel(station, 'Cold Start', 71);
    const held: (() => void)[] = [];
    let isHeld = true;
    await page.route(segmentsOf(channel), async (route) => {
      if (isHeld) await new Promise<void>((resolve) => held.push(resolve));
      await route.continue().catch(() => undefined);
    });
    await openView(page, station, 'on-air', { channel: channel.slug });
    const tuning = page.getByTestId('tuning-in');
    await expect(tuning).toContainText('Tuning in Cold Start …');
    await expect(tuning).toContainText('Preparing ');
    await expect(tuning).toContainText((await titleOnAir(station, channel))!);
    const prepared = tuning.getByRole('progressbar');
    await expect
      .poll(async () => Number(await prepared.getAttribute('aria-valuenow')))
      .toBeGreaterThan(0);
    isHeld = false;
    for (const release of held) release();
    await expectPicture(page);
  });

  test('tells what is being prepared over a slate that stands in for it', async ({
    page,
    station,
  }) => {
    let isSlate = true;
    await changeAnswers(page, (output) =>
      Array.isArray(output)
        ? output.map((row: object) => ('preparedMs' in row ? { ...row, isSlate } : row))
        : output,
    );
    await openView(page, station, 'on-air');
    await expect(page.getByTestId('monitor')).toHaveAttribute('data-state', 'playing');
    await expect(page.getByTestId('tuning-in')).toContainText('Preparing ');
    isSlate = false;
    await expect(page.getByTestId('tuning-in')).toHaveCount(0);
  });

  test('says why no picture comes and shows it as soon as it does', async ({ page, station }) => {
    const channel = await coldChannel(station, 'Out Of Reach', 72);
    await page.route(segmentsOf(channel), (route) => route.fulfill({ status: 503 }));
    await openView(page, station, 'on-air', { channel: channel.slug });
    const tuning = page.getByTestId('tuning-in');
    await expect(tuning.getByRole('alert')).toContainText('answers with an error (503)');
    await expect(tuning).toContainText('It is tried again for as long as this is open.');
    await page.unroute(segmentsOf(channel));
    await expectPicture(page);
  });
});
