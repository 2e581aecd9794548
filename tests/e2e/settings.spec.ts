import { startE2eStation } from '../helpers/e2e-station.ts';
import { changeAnswers, expect, openView, test } from './fixtures.ts';

test.describe('settings', () => {
  test('a new key turns other pages away and keeps this one', async ({ page, context }) => {
    const station = await startE2eStation();
    try {
      await station.client.call('channel.create', { name: 'One' });
      const other = await context.newPage();
      await openView(other, station, 'channels');
      await expect(other.getByTestId('channel-row')).toBeVisible();
      await openView(page, station, 'settings');
      await page.getByTestId('key-renew').click();
      const dialog = page.getByTestId('key-renew-dialog');
      await expect(dialog).toContainText('Every other open page');
      await page.getByTestId('key-renew-confirm').click();
      await expect(dialog).toHaveCount(0);

      await expect(other.getByTestId('connection')).toHaveAttribute('data-state', 'refused');
      await expect(other.getByTestId('link-strip')).toContainText('retrovue open');
      const connection = page.getByTestId('connection');
      await expect(connection).toHaveAttribute('data-state', 'open');
      await page.reload();
      await expect(connection).toHaveAttribute('data-state', 'open');
      await expect(page.getByTestId('settings-view')).toBeVisible();
    } finally {
      await station.close();
    }
  });

  test('the health lamp tells the whole of what is wrong and of the last unexpected fault', async ({
    page,
  }) => {
    const station = await startE2eStation();
    try {
      await station.client.call('channel.create', { name: 'One' });
      const sentence = 'One has been on slates since 20:15. It was not prepared in time.';
      const lastFault = {
        at: Date.UTC(2026, 0, 5, 12),
        what: 'the diary fell over',
        reference: 'r-1',
      };
      await changeAnswers(page, (output) =>
        'lastFault' in output
          ? { ...output, health: { state: 'trouble', sentence }, lastFault }
          : output,
      );
      await openView(page, station, 'channels');
      const lamp = page.getByTestId('health');
      await expect(lamp).toHaveAttribute('data-state', 'trouble');
      await lamp.focus();
      await page.keyboard.press('Enter');
      const details = page.getByTestId('health-details');
      await expect(details).toContainText('In trouble');
      await expect(details).toContainText(sentence);
      await expect(details.getByTestId('last-fault')).toContainText('the diary fell over');
      await expect(details.getByTestId('last-fault')).toContainText('r-1');
      await page.keyboard.press('Escape');
      await expect(details).toHaveCount(0);
      await expect(lamp).toBeFocused();
    } finally {
      await station.close();
    }
  });
});
