import { expect, test as base, type Page } from 'playwright/test';

import type { PlanId } from '#shared/model/ids.ts';
import type { Channel } from '#shared/model/channel.ts';

import { startE2eStation, type E2eStation } from '../helpers/e2e-station.ts';

/** A Monday so far away that no test's plan ever reaches the air. */
export const FAR_MONDAY = '2099-01-05';

interface Fixtures {
  /** What the page complained about on its console. */
  readonly complaints: string[];
}

interface WorkerFixtures {
  /** One station for all the specs of a worker: making its clips takes a while. */
  readonly station: E2eStation;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  station: [
    async ({}, use) => {
      const station = await startE2eStation();
      await use(station);
      await station.close();
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  complaints: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await use(complaints);
  },
});

export { expect };

/** How long the demo station may take on a busy machine. */
export const DEMO_TIMEOUT_MS = 900_000;

/** Makes the demo station through the contract, unless there is one. */
export async function ensureDemo(station: E2eStation): Promise<Channel> {
  const known = await station.client.call('channel.list', {});
  if (known.length === 0) {
    const { id } = await station.client.call('demo.create', {});
    await expect
      .poll(
        async () => (await station.client.call('job.list', {})).find((job) => job.id === id)?.state,
        { timeout: DEMO_TIMEOUT_MS, intervals: [1_000] },
      )
      .toBe('done');
  }
  const channels = await station.client.call('channel.list', {});
  return channels[0]!;
}

/** Opens a view of the interface; `search` is what its address holds. */
export async function openView(
  page: Page,
  station: E2eStation,
  view: string,
  search: Readonly<Record<string, string>> = {},
): Promise<void> {
  await page.goto(await station.freshAddress());
  await expect(page.getByTestId('connection')).toHaveAttribute('data-state', 'open');
  const query = new URLSearchParams(search).toString();
  const { origin } = station;
  await page.goto(`${origin}/#/${view}${query === '' ? '' : `?${query}`}`);
}

/** Lets the page hear what cannot be brought about at will; all else is what the station says. */
export async function changeAnswers(page: Page, change: (output: object) => object): Promise<void> {
  await page.routeWebSocket('**/contract', (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      const envelope = JSON.parse(String(message)) as { output?: object };
      if (envelope.output !== undefined) envelope.output = change(envelope.output);
      socket.send(JSON.stringify(envelope));
    });
  });
}

let plansMade = 0;

/** A plan of its own in the far future: rows of a series at 02:00 for an hour and at 04:00 for half an hour. */
export async function makePlan(
  station: E2eStation,
): Promise<{ planId: PlanId; channel: Channel; seriesTitle: string }> {
  const channel = await ensureDemo(station);
  const [series, other] = await station.client.call('series.list', {});
  plansMade += 1;
  const plan = await station.client.call('plan.create', {
    channelId: channel.id,
    name: `Far future ${String(plansMade)}`,
    startDate: FAR_MONDAY,
    priority: 100 + plansMade,
  });
  const rows = [
    [120, 60, series!.id],
    [240, 30, (other ?? series!).id],
  ] as const;
  for (const [startOffsetMinutes, durationMinutes, seriesId] of rows) {
    await station.client.call('plan.addAssignment', {
      planId: plan.id,
      row: { startOffsetMinutes, durationMinutes, content: { type: 'series', seriesId } },
    });
  }
  return { planId: plan.id, channel, seriesTitle: series!.title };
}
