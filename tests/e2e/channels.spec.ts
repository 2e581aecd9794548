import type { Page } from 'playwright/test';

import type { Channel } from '#shared/model/channel.ts';

import type { E2eStation } from '../helpers/e2e-station.ts';
import { DEMO_TIMEOUT_MS, ensureDemo, expect, openView, test } from './fixtures.ts';

/** Opens the form of a new channel with a name in it. */
async function beginChannel(page: Page, station: E2eStation, name: string): Promise<void> {
  await openView(page, station, 'channels');
  await page.getByTestId('channel-new').click();
  await page.getByTestId('channel-name').fill(name);
}

/** Chooses from a list by its keys alone. */
async function choose(page: Page, testId: string, option: string): Promise<void> {
  const button = page.getByTestId(testId);
  await button.focus();
  await page.keyboard.press('Enter');
  const chosen = page.getByRole('option', { name: option });
  await expect(chosen).toBeVisible();
  while (!(await chosen.evaluate((one) => one === document.activeElement))) {
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
  await expect(button).toContainText(option);
}

async function channelOf(station: E2eStation, name: string): Promise<Channel> {
  return station.client.call('channel.show', { selector: name });
}

/** What the guide says of a channel from now on, once its days are frozen. */
async function titlesOf(station: E2eStation, channel: Channel): Promise<Set<string>> {
  const { nowAt } = await station.client.call('station.status', {});
  const ask = async (): Promise<string[]> => {
    const entries = await station.client.call('guide.list', {
      channelId: channel.id,
      startAt: nowAt,
      endAt: nowAt + 24 * 3_600_000,
    });
    return entries.filter(({ kind }) => kind !== 'slate').map(({ title }) => title);
  };
  await expect.poll(async () => (await ask()).length).toBeGreaterThan(0);
  return new Set(await ask());
}

test.describe('channels', () => {
  test.beforeAll(async ({ station }) => {
    test.setTimeout(DEMO_TIMEOUT_MS);
    await ensureDemo(station);
  });

  test('a channel of films alone is made by keyboard and its day is made of films', async ({
    page,
    station,
    complaints,
  }) => {
    await beginChannel(page, station, 'Film Club');
    await choose(page, 'channel-default', 'What matches');
    await choose(page, 'rule-kind', 'Films only');
    const { items } = await station.client.call('asset.list', { kinds: ['movie'] });
    await expect(page.getByTestId('rule-matches')).toHaveAttribute(
      'data-matching',
      String(items.length),
    );
    await page.getByTestId('channel-save').click();
    await expect(page.getByTestId('channel-dialog')).toHaveCount(0);
    const channel = await channelOf(station, 'Film Club');
    expect(channel.defaultProgramming).toEqual({
      kind: 'rule',
      rule: { kind: ['movie'] },
      episodePolicy: 'syndication',
    });
    const titles = await titlesOf(station, channel);
    expect([...titles].filter((title) => !items.some((item) => item.title === title))).toEqual([]);
    await openView(page, station, 'guide', { channel: channel.slug });
    const cell = page.locator(`[data-testid=guide-cell][data-state=on-air]`, {
      hasText: [...titles][0]!,
    });
    await expect(cell.first()).toBeVisible();
    expect(complaints).toEqual([]);
  });

  test('a rule is written in fields or as text, and what it matches is told at once', async ({
    page,
    station,
  }) => {
    const [series] = await station.client.call('series.list', {});
    await beginChannel(page, station, 'One Show');
    await choose(page, 'channel-default', 'What matches');
    const matches = page.getByTestId('rule-matches');
    await page.getByTestId('rule-any-tag').fill('no such tag');
    await page.keyboard.press('Enter');
    await expect(matches).toContainText('Nothing matches, so the slate would air.');
    await expect(matches).toContainText('by tags, one of these');
    await page.getByRole('button', { name: 'Remove no such tag' }).click();

    await page.getByTestId('rule-as-text').locator('summary').click();
    await page.getByTestId('rule-text').fill('{"series": [');
    await expect(page.getByTestId('rule-form')).toContainText('This is not JSON');
    await expect(page.getByTestId('channel-save')).toBeDisabled();
    await page.getByTestId('rule-text').fill(JSON.stringify({ series: [series!.title] }));
    await expect(matches).toHaveAttribute('data-matching', String(series!.eligibleEpisodeCount));
    await expect(page.getByTestId('rule-form')).toContainText(series!.title);
    await page.getByTestId('channel-save').click();
    await expect(page.getByTestId('channel-dialog')).toHaveCount(0);

    const channel = await channelOf(station, 'One Show');
    expect(channel.defaultProgramming).toMatchObject({ rule: { series: [series!.title] } });
    expect([...(await titlesOf(station, channel))]).toEqual([series!.title]);
  });

  test('a change of a channel is taken back and done again by key, in one step', async ({
    page,
    station,
  }) => {
    const channel = await station.client.call('channel.create', {
      name: 'Before',
      number: 61,
    });
    const row = page.locator(`[data-testid=channel-row][data-id="${channel.id}"]`);
    await openView(page, station, 'channels');
    await row.getByTestId('channel-edit').click();
    await page.getByTestId('channel-name').fill('After');
    await page.getByTestId('channel-save').click();
    await expect(page.getByTestId('channel-dialog')).toHaveCount(0);
    await expect(row).toContainText('After');
    const last = page.getByTestId('last-action');
    await expect(last).toContainText('Changed After');
    await page.keyboard.press('Control+z');
    await expect(row).toContainText('Before');
    await expect(last).toContainText('Undid: Changed After');
    await page.keyboard.press('Control+Shift+z');
    await expect(row).toContainText('After');

    await station.client.call('channel.update', { id: channel.id, changes: { name: 'Elsewhere' } });
    await expect(row).toContainText('Elsewhere');
    await page.keyboard.press('Control+z');
    await expect(page.getByTestId('notice')).toContainText('Undo: Changed After');
    await expect(row).toContainText('Elsewhere');
  });

  test('one programme is chosen from the library as what airs by default', async ({
    page,
    station,
  }) => {
    await beginChannel(page, station, 'Always The Same');
    await choose(page, 'channel-default', 'One programme');
    await expect(page.getByTestId('channel-save')).toBeDisabled();
    const first = page.getByTestId('change-asset').first();
    await first.click();
    await expect(first).toHaveAttribute('aria-selected', 'true');
    await page.getByTestId('channel-save').click();
    await expect(page.getByTestId('channel-dialog')).toHaveCount(0);
    const { defaultProgramming } = await channelOf(station, 'Always The Same');
    expect(defaultProgramming.kind).toBe('asset');
  });
});
