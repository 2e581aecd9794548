import type { Locator, Page } from 'playwright/test';

import type { Assignment } from '#shared/model/plan.ts';
import type { PlanId } from '#shared/model/ids.ts';

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

/** Half an hour at the zoom that a new window has. */
const SLOT_PX = 24;

async function openPlan(page: Page, station: E2eStation) {
  const { planId, channel, seriesTitle } = await makePlan(station);
  await openView(page, station, 'plan', { channel: channel.slug, date: FAR_MONDAY, plan: planId });
  const monday = page.locator(`[data-testid=day-column][data-date="${FAR_MONDAY}"]`);
  const first = monday.getByTestId('plan-block').first();
  await expect(first).toBeVisible();
  return { planId, monday, first, seriesTitle };
}

async function drag(page: Page, from: Locator, dy: number, { isHeld = false } = {}): Promise<void> {
  const box = (await from.boundingBox())!;
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + dy / 2, { steps: 4 });
  await page.mouse.move(x, y + dy, { steps: 4 });
  if (!isHeld) await page.mouse.up();
}

async function savedRows(station: E2eStation, planId: PlanId): Promise<readonly Assignment[]> {
  const { plan } = await station.client.call('plan.show', { selector: planId });
  return plan.draft ?? plan.assignments;
}

test.describe('plan timeline', () => {
  test.beforeAll(async ({ station }) => {
    test.setTimeout(DEMO_TIMEOUT_MS);
    await ensureDemo(station);
  });

  test('moves a row by two grid steps with the mouse and names the step in undo', async ({
    page,
    station,
  }) => {
    const { first, planId, seriesTitle } = await openPlan(page, station);
    await drag(page, first, -2 * SLOT_PX);
    await expect(first).toHaveAttribute('data-start', '60');
    await expect(first).toHaveAttribute('data-state', 'changed');
    await expect(page.getByTestId('last-action')).toContainText(`Moved ${seriesTitle} to 07:00`);
    await expect(page.getByTestId('draft-banner')).toContainText('1 change not published');
    await expect
      .poll(async () => (await savedRows(station, planId)).map((row) => row.startOffsetMinutes))
      .toEqual([60, 240]);
  });

  test('leaves the plan as it was when Esc is pressed in the middle of a drag', async ({
    page,
    station,
  }) => {
    const { first, planId } = await openPlan(page, station);
    const before = await savedRows(station, planId);
    await drag(page, first, -2 * SLOT_PX, { isHeld: true });
    await expect(page.getByTestId('drag-ghost').first()).toBeVisible();
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await expect(page.getByTestId('drag-ghost')).toHaveCount(0);
    await expect(first).toHaveAttribute('data-start', '120');
    await expect(page.getByTestId('draft-banner')).toHaveCount(0);
    expect(await savedRows(station, planId)).toEqual(before);
    const { plan } = await station.client.call('plan.show', { selector: planId });
    expect(plan.draft).toBeNull();
  });

  test('moves a row by keyboard to the same rows and speaks the target', async ({
    page,
    station,
  }) => {
    const { first, planId, seriesTitle } = await openPlan(page, station);
    await first.focus();
    await page.keyboard.press('m');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await expect(page.getByTestId('live-region')).toHaveText('07:00 (+01:00) to 08:00, fits');
    await page.keyboard.press('Enter');
    await expect(first).toHaveAttribute('data-start', '60');
    await expect(page.getByTestId('live-region')).toHaveText(`Moved ${seriesTitle} to 07:00`);
    await expect
      .poll(async () => (await savedRows(station, planId)).map((row) => row.startOffsetMinutes))
      .toEqual([60, 240]);
  });

  test('resizes both edges of a row, never below one slot', async ({ page, station }) => {
    const { first, planId } = await openPlan(page, station);
    await drag(page, first.getByTestId('edge-end'), SLOT_PX);
    await expect(first).toHaveAttribute('data-end', '210');
    await drag(page, first.getByTestId('edge-start'), -SLOT_PX);
    await expect(first).toHaveAttribute('data-start', '90');
    await drag(page, first.getByTestId('edge-end'), -8 * SLOT_PX);
    await expect(first).toHaveAttribute('data-end', '120');
    await expect
      .poll(async () => (await savedRows(station, planId)).map((row) => row.durationMinutes))
      .toEqual([30, 30]);
  });

  test('refuses a taken place and names what is there', async ({ page, station }) => {
    const { first, monday } = await openPlan(page, station);
    const blocker = (await monday.getByTestId('plan-block').nth(1).getAttribute('title'))!;
    await drag(page, first, 4 * SLOT_PX, { isHeld: true });
    const ghost = page.locator('[data-testid=drag-ghost][data-state=refused]').first();
    await expect(ghost).toBeVisible();
    await expect(page.getByTestId('live-region')).toContainText(
      `does not fit: “${blocker.split('\n')[0]!}” is there from 10:00 to 10:30.`,
    );
    await page.mouse.up();
    await expect(first).toHaveAttribute('data-start', '120');
    await expect(page.getByTestId('live-region')).toContainText('Put back.');
    await expect(page.getByTestId('draft-banner')).toHaveCount(0);
  });

  test('drops content from the library and takes it out again with Delete', async ({
    page,
    station,
  }) => {
    const { monday, planId } = await openPlan(page, station);
    const item = page.locator('[data-testid=pane-item][data-id^="series:"]').first();
    const from = (await item.boundingBox())!;
    const column = (await monday.boundingBox())!;
    await page.mouse.move(from.x + 60, from.y + 10);
    await page.mouse.down();
    await page.mouse.move(column.x + 20, column.y + 6.5 * SLOT_PX, { steps: 8 });
    await page.mouse.up();
    await expect(monday.getByTestId('plan-block')).toHaveCount(3);
    const added = monday.locator('[data-state=added]');
    await expect(added).toHaveAttribute('data-start', '180');
    await expect(added).toHaveAttribute('data-end', '210');
    await added.focus();
    await page.keyboard.press('Delete');
    await expect(monday.getByTestId('plan-block')).toHaveCount(2);
    await expect.poll(async () => (await savedRows(station, planId)).length).toBe(2);
    await expect(page.getByTestId('draft-banner')).toHaveCount(0);
  });

  test('takes steps back and does them again, and keeps the draft over a reload', async ({
    page,
    station,
  }) => {
    const { first } = await openPlan(page, station);
    await drag(page, first, -2 * SLOT_PX);
    await expect(first).toHaveAttribute('data-start', '60');
    await page.keyboard.press('Control+z');
    await expect(first).toHaveAttribute('data-start', '120');
    await expect(page.getByTestId('draft-banner')).toHaveCount(0);
    await page.keyboard.press('Control+Shift+z');
    await expect(first).toHaveAttribute('data-start', '60');
    await expect(page.getByTestId('draft-banner')).toBeVisible();
    await page.reload();
    await expect(first).toHaveAttribute('data-start', '60');
    await page.getByTestId('discard').click();
    await expect(first).toHaveAttribute('data-start', '120');
  });

  test('puts a row somewhere without dragging', async ({ page, station }) => {
    const { first } = await openPlan(page, station);
    await first.focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('row-start').fill('10:00');
    await expect(page.getByTestId('row-dialog').getByRole('alert')).toContainText('does not fit');
    await expect(page.getByTestId('row-save')).toBeDisabled();
    await page.getByTestId('row-start').fill('12:00');
    await page.getByTestId('row-save').click();
    await expect(page.locator('[data-testid=plan-block][data-start="360"]').first()).toBeVisible();
  });

  test('shows what a draft would change before it is published', async ({ page, station }) => {
    const { monday, planId } = await openPlan(page, station);
    // The other row: default programming around it airs something else.
    const row = monday.getByTestId('plan-block').nth(1);
    await drag(page, row, 2 * SLOT_PX);
    await expect(row).toHaveAttribute('data-start', '300');
    await expect
      .poll(async () => (await savedRows(station, planId))[1]?.startOffsetMinutes)
      .toBe(300);
    await page.getByTestId('what-if').click();
    const dialog = page.getByTestId('what-if-dialog');
    await expect(dialog.getByTestId('what-if-day')).toHaveCount(7);
    await expect(dialog.getByTestId('impact-change').first()).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(page.getByTestId('draft-banner')).toContainText('1 change not published');
  });

  test('airs a published plan at once where only default programming stands against it, and offers the rest', async ({
    page,
    station,
  }) => {
    const [series] = await station.client.call('series.list', {});
    const channel = await station.client.call('channel.create', { name: 'Fresh Channel' });
    const plan = await station.client.call('plan.create', {
      channelId: channel.id,
      name: 'Every day',
    });
    const [today, tomorrow] = (await station.client.call('day.list', { channelId: channel.id }))
      .map(({ broadcastDate }) => broadcastDate)
      .sort();
    await openView(page, station, 'plan', {
      channel: channel.slug,
      date: today!,
      plan: plan.id,
    });
    await page.getByTestId('library-pane').getByRole('button', { name: /^Add/ }).first().click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Add|^Save/ })
      .click();
    await page.getByTestId('publish').click();
    const dialog = page.getByTestId('publish-dialog');
    await expect(dialog.getByTestId('publish-day').nth(1)).toHaveAttribute(
      'data-outcome',
      'remade',
    );
    await page.getByTestId('publish-confirm').click();
    await expect(page.getByTestId('last-action')).toContainText('it shows from');
    await expect(page.getByTestId('rebuild-offers')).toHaveCount(0);
    const day = await station.client.call('day.show', { channelId: channel.id, date: tomorrow! });
    expect(day.planId).toBe(plan.id);
    expect(day.airings.some(({ seriesId }) => seriesId === series?.id)).toBe(true);

    // What was promised stays, and stands on offer, until it is decided about.
    const published = (await station.client.call('plan.show', { selector: plan.id })).plan;
    await station.client.call('plan.editDraft', {
      id: plan.id,
      version: published.version,
      edits: published.assignments.map((row) => ({ type: 'remove', assignmentId: row.id })),
    });
    await page.getByTestId('publish').click();
    await expect(dialog.getByTestId('publish-day').nth(1)).toHaveAttribute(
      'data-outcome',
      'offered',
    );
    await page.getByTestId('publish-confirm').click();
    await expect(page.getByTestId('rebuild-offers')).toContainText('promised otherwise');
    // Over a reload, too, and on the head of the day.
    await openView(page, station, 'plan', {
      channel: channel.slug,
      date: tomorrow!,
      plan: plan.id,
    });
    await expect(
      page.locator(`[data-testid="day-head"][data-date="${tomorrow!}"]`),
    ).toHaveAttribute('data-offered', 'true');
    await page.getByTestId('rail-guide').click();
    await expect(page.getByTestId('rebuild-offers')).toContainText('Fresh Channel');
    await page.getByTestId('rebuild').click();
    await page.getByTestId('rebuild-confirm').click();
    await expect(page.getByTestId('last-action')).toContainText('Rebuilt');
    await expect(page.getByTestId('rebuild-offers')).toHaveCount(0);
    const rebuilt = await station.client.call('day.show', {
      channelId: channel.id,
      date: tomorrow!,
    });
    expect(rebuilt.airings.every(({ lineage }) => lineage.planId === null)).toBe(true);
    await station.client.call('channel.update', { id: channel.id, changes: { isActive: false } });
  });
});
