import { describe, expect, test } from 'vitest';

import { createQueryStore } from '#renderer/stores/query-store.ts';
import { createClient } from '#shared/contract/client.ts';
import { createFakeStation } from '#tests/helpers/fake-station.ts';
import { TEST_EPOCH_AT } from '#tests/helpers/manual-clock.ts';

function begin() {
  const station = createFakeStation({ nowAt: () => TEST_EPOCH_AT });
  const client = createClient(station);
  const queries = createQueryStore(client);
  client.on((event) => {
    queries.hear(event);
  });
  const asked = (): number =>
    station.calls.filter(({ method }) => method === 'channel.list').length;
  const watch = (): (() => void) => queries.watch('channel.list', {}, ['channels.changed']);
  const answer = () => queries.store.getState().answers[queries.keyOf('channel.list', {})];
  return { station, queries, asked, watch, answer };
}

describe('createQueryStore', () => {
  test('asks once for two that watch the same', async () => {
    const { watch, asked, answer } = begin();
    watch();
    watch();
    await expect.poll(() => answer()?.state).toBe('ready');
    expect(asked()).toBe(1);
  });

  test('asks again when its topic changes and keeps the old answer meanwhile', async () => {
    const { station, watch, asked, answer } = begin();
    watch();
    await expect.poll(() => answer()?.state).toBe('ready');
    station.push('channels.changed', {});
    expect(asked()).toBe(2);
    expect(answer()?.state).toBe('ready');
    station.push('library.changed', {});
    expect(asked()).toBe(2);
  });

  test('asks again for everything on the page when events were missed', async () => {
    const { station, watch, asked, answer } = begin();
    watch();
    await expect.poll(() => answer()?.state).toBe('ready');
    station.push('library.changed', {});
    station.push('library.changed', {}, 3);
    expect(asked()).toBe(2);
  });

  test('does not ask for what nobody looks at, but asks when it is looked at again', async () => {
    const { station, watch, asked, answer } = begin();
    const stop = watch();
    await expect.poll(() => answer()?.state).toBe('ready');
    stop();
    station.push('channels.changed', {});
    expect(asked()).toBe(1);
    watch();
    expect(asked()).toBe(2);
  });
});
