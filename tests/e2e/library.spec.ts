import { DEMO_TIMEOUT_MS, ensureDemo, expect, openView, test } from './fixtures.ts';

test.describe('library', () => {
  test.beforeAll(async ({ station }) => {
    test.setTimeout(DEMO_TIMEOUT_MS);
    await ensureDemo(station);
  });

  test('lists everything that the station knows', async ({ page, station }) => {
    const { total } = await station.client.call('asset.list', {});
    await openView(page, station, 'library');
    await expect(page.getByTestId('library-total')).toHaveText(`${String(total)} items`);
    const rows = page.getByTestId('asset-row');
    await expect(rows.first()).toBeVisible();
    await page.getByTestId('library-rows').evaluate((list) => {
      list.scrollTop = list.scrollHeight;
    });
    await expect(
      page.locator(`[data-testid=asset-row][data-index="${String(total - 1)}"]`),
    ).toBeVisible();
  });

  test('narrows the list by words and by kind, as the station does', async ({ page, station }) => {
    const oracle = await station.client.call('asset.list', { kinds: ['commercial'] });
    await openView(page, station, 'library');
    await page.getByTestId('filter-kind').click();
    await page.getByRole('option', { name: 'Commercial' }).click();
    await expect(page.getByTestId('library-total')).toHaveText(`${String(oracle.total)} items`);
    for (const row of await page.getByTestId('asset-row').all()) {
      await expect(row).toHaveAttribute('data-type', 'CM');
    }
    const title = oracle.items[0]!.title;
    await page.getByTestId('library-search').fill(title);
    await expect(page.getByTestId('asset-row').first()).toContainText(title);
    await page.getByTestId('library-search').fill('no such thing anywhere');
    await expect(page.getByTestId('library-empty')).toContainText('Nothing matches these filters');
    await page.reload();
    await expect(page.getByTestId('library-search')).toHaveValue('no such thing anywhere');
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await expect(page.getByTestId('asset-row').first()).toBeVisible();
  });

  test('shows the markers of an asset where they lie', async ({ page, station }) => {
    const { items } = await station.client.call('asset.list', { kinds: ['episode'] });
    const withMarkers = items.find(({ markerCount }) => markerCount > 1)!;
    const { asset } = await station.client.call('asset.show', { id: withMarkers.id });
    await openView(page, station, 'library', { asset: asset.id });
    const panel = page.getByTestId('asset-panel');
    await expect(panel.getByTestId('marker')).toHaveCount(asset.markers.length);
    const bar = (await panel.getByTestId('marker-bar').locator('[role=img]').boundingBox())!;
    for (const [index, marker] of asset.markers.entries()) {
      const box = (await panel.getByTestId('marker').nth(index).boundingBox())!;
      const expected = bar.x + (marker.startMs / asset.durationMs!) * bar.width;
      expect(Math.abs(box.x - expected)).toBeLessThanOrEqual(1);
    }
  });

  test('revokes and gives back the approval of an asset', async ({ page, station }) => {
    const { items } = await station.client.call('asset.list', {
      kinds: ['psa', 'promo', 'bumper'],
    });
    const asset = items[0]!;
    const isApproved = async () =>
      (await station.client.call('asset.show', { id: asset.id })).asset.isApproved;
    await openView(page, station, 'library', { asset: asset.id });
    await page.getByTestId('revoke').click();
    await expect(page.getByTestId('approve')).toBeVisible();
    await expect(page.getByTestId('asset-panel')).toContainText('Not approved');
    expect(await isApproved()).toBe(false);
    await page.getByTestId('last-action').getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByTestId('revoke')).toBeVisible();
    expect(await isApproved()).toBe(true);
  });

  test('chooses a range with Shift and says how many', async ({ page, station }) => {
    await openView(page, station, 'library');
    const rows = page.getByTestId('asset-row');
    await rows.nth(0).click();
    await rows.nth(3).click({ modifiers: ['Shift'] });
    await expect(page.getByTestId('selection')).toHaveText('4 selected');
    await expect(page.getByTestId('selection-bar')).toContainText('4 selected');
    await rows.nth(1).click({ modifiers: ['Control'] });
    await expect(page.getByTestId('selection')).toHaveText('3 selected');
  });
});
