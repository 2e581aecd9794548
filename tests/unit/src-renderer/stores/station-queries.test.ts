import { QueryObserver } from '@tanstack/react-query';
import { describe, expect, test } from 'vitest';

import { createStationQueries, remoteOf } from '#renderer/stores/station-queries.ts';
import { createClient } from '#shared/contract/client.ts';
import { createFakeStation } from '#tests/helpers/fake-station.ts';
import { TEST_EPOCH_AT } from '#tests/helpers/manual-clock.ts';

function createManualTimers() {
  let nowMs = 0;
  const waiting = new Set<{ readonly atMs: number; readonly run: () => void }>();
  return {
    monotonicMs: () => nowMs,
    after(ms: number, run: () => void) {
      const timer = { atMs: nowMs + ms, run };
      waiting.add(timer);
      return () => {
        waiting.delete(timer);
      };
    },
    advance(ms: number) {
      nowMs += ms;
      for (const timer of [...waiting]) {
        if (timer.atMs > nowMs) continue;
        waiting.delete(timer);
        timer.run();
      }
    },
  };
}

function begin() {
  const station = createFakeStation({ nowAt: () => TEST_EPOCH_AT });
  const client = createClient(station);
  const timers = createManualTimers();
  const queries = createStationQueries(client, timers);
  client.on((event) => {
    queries.hear(event);
  });
  const asked = (): number =>
    station.calls.filter(({ method }) => method === 'channel.list').length;
  const question = queries.question('channel.list', {}, ['channels.changed']);
  const observer = () => new QueryObserver(queries.client, question);
  const watch = (): (() => void) => observer().subscribe(() => undefined);
  const answer = () => remoteOf(observer().getCurrentResult());
  return { station, queries, asked, watch, answer, timers };
}

describe('createStationQueries', () => {
  test('asks once for two that watch the same', async () => {
    const { watch, asked, answer } = begin();
    watch();
    watch();
    await expect.poll(() => answer().state).toBe('ready');
    expect(asked()).toBe(1);
  });

  test('asks again when its topic changes and keeps the old answer meanwhile', async () => {
    const { station, watch, asked, answer, timers } = begin();
    watch();
    await expect.poll(() => answer().state).toBe('ready');
    timers.advance(1_000);
    station.push('channels.changed', {});
    expect(asked()).toBe(2);
    expect(answer().state).toBe('ready');
    station.push('library.changed', {});
    expect(asked()).toBe(2);
  });

  test('asks again for everything on the page when events were missed', async () => {
    const { station, watch, asked, answer, timers } = begin();
    watch();
    await expect.poll(() => answer().state).toBe('ready');
    timers.advance(1_000);
    station.push('library.changed', {});
    station.push('library.changed', {}, 3);
    expect(asked()).toBe(2);
  });

  test('does not ask for what nobody looks at, but asks when it is looked at again', async () => {
    const { station, watch, asked, answer } = begin();
    const stop = watch();
    await expect.poll(() => answer().state).toBe('ready');
    stop();
    station.push('channels.changed', {});
    expect(asked()).toBe(1);
    watch();
    expect(asked()).toBe(2);
  });

  test('asks the same at most once a second, however many events come, and once more at their end', async () => {
    const { station, watch, asked, answer, timers } = begin();
    watch();
    await expect.poll(() => answer().state).toBe('ready');
    for (let tenth = 0; tenth < 100; tenth += 1) {
      station.push('channels.changed', {});
      timers.advance(100);
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    const during = asked();
    timers.advance(5_000);
    await new Promise((resolve) => setTimeout(resolve, 0));

    expect(during).toBeGreaterThanOrEqual(10);
    expect(during).toBeLessThanOrEqual(11);
    expect(asked()).toBeLessThanOrEqual(12);
  });

  test('drops an answer that was on its way when a newer one was put in place', async () => {
    const { queries, watch, answer } = begin();
    watch();
    queries.put('channel.list', {}, []);
    await new Promise((resolve) => setTimeout(resolve, 0));

    expect(answer()).toEqual({ state: 'ready', value: [] });
  });

  test('hears the topics of everybody who asks the same', async () => {
    const { station, queries, watch, asked, answer, timers } = begin();
    watch();
    const other = queries.question('channel.list', {}, ['log.changed']);
    new QueryObserver(queries.client, other).subscribe(() => undefined);
    await expect.poll(() => answer().state).toBe('ready');
    for (const [topic, times] of [
      ['channels.changed', 2],
      ['log.changed', 3],
    ] as const) {
      timers.advance(1_000);
      station.push(topic, {});
      expect(asked()).toBe(times);
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  });

  test('asks once more when something changed while the answer was on its way', async () => {
    const { station, watch, asked, timers } = begin();
    watch();
    station.push('channels.changed', {});
    expect(asked()).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(asked()).toBe(1);
    timers.advance(1_000);
    expect(asked()).toBe(2);
  });

  test('goes on asking after an answer was put in place while one was on its way', async () => {
    const { station, queries, watch, asked, answer, timers } = begin();
    watch();
    queries.put('channel.list', {}, []);
    await expect.poll(() => answer().state).toBe('ready');
    await new Promise((resolve) => setTimeout(resolve, 0));
    timers.advance(2_000);
    station.push('channels.changed', {});

    expect(asked()).toBe(2);
  });
});
