import { QueryObserver } from '@tanstack/react-query';
import { describe, expect, test } from 'vitest';

import { createEventBus } from '#main/handlers/event-bus.ts';
import { createStationQueries } from '#renderer/stores/station-queries.ts';
import { createClient } from '#shared/contract/client.ts';
import type { EventName, EventPayload } from '#shared/contract/events.ts';
import type { Input, MethodName } from '#shared/contract/index.ts';
import { ChannelId } from '#shared/model/ids.ts';
import { createManualClock } from '#tests/helpers/manual-clock.ts';

/** An open page: it asks the given questions and hears a station's events; every answer is as long as stated. */
function openPage(answerBytes: number) {
  const clock = createManualClock();
  const bus = createEventBus(clock);
  const asked: string[] = [];
  const client = createClient({
    subscribe: (listener) => bus.subscribe(listener),
    request: ({ id, method }) => {
      asked.push(method);
      return Promise.resolve({ id, ok: true as const, output: [] });
    },
  });
  const queries = createStationQueries(client, {
    monotonicMs: () => clock.monotonicMs(),
    after: (ms, run) => clock.callAt(clock.nowAt() + ms, run),
  });
  client.on((event) => {
    queries.hear(event);
  });
  return {
    asked,
    watch<Name extends MethodName>(method: Name, input: Input<Name>, topics: EventName[]): void {
      const question = queries.question(method, input, topics);
      new QueryObserver(queries.client, question).subscribe(() => undefined);
    },
    bytes: () => asked.length * answerBytes,
    async hear<Name extends EventName>(
      event: Name,
      payloadAt: (index: number) => EventPayload<Name>,
      { times, everyMs }: { times: number; everyMs: number },
    ) {
      for (let index = 0; index < times; index += 1) {
        bus.emit(event, payloadAt(index));
        await clock.advance(everyMs);
        await new Promise((resolve) => setImmediate(resolve));
      }
      await clock.advance(30_000);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('what an open page asks', () => {
  test('of a scan of 3,000 files in a minute is a dozen pages of the library, the last one after its end', async () => {
    const page = openPage(110_000);
    page.watch('asset.list', { offset: 0, limit: 200 }, ['library.changed']);
    await page.hear('library.changed', () => ({}), { times: 3_000, everyMs: 20 });

    expect(page.asked.length).toBeGreaterThanOrEqual(3);
    expect(page.asked.length).toBeLessThanOrEqual(13);
    expect(page.bytes()).toBeLessThan(1_500_000);
  });

  test('of 40 channels whose viewers come and go is once a second', async () => {
    const page = openPage(22_000);
    page.watch('onair.list', {}, ['onair.changed', 'log.changed', 'channels.changed']);
    const channelIdOf = (index: number): ChannelId =>
      ChannelId.parse(`channel-${String(index % 40)}`);
    await page.hear('onair.changed', (index) => ({ channelId: channelIdOf(index) }), {
      times: 2_000,
      everyMs: 10,
    });

    expect(page.asked.length).toBeGreaterThanOrEqual(18);
    expect(page.asked.length).toBeLessThanOrEqual(23);
  });
});
