import SqliteDatabase from 'better-sqlite3';
import { z } from 'zod';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Store } from '#main/store/store.ts';
import { AsRunRecord } from '#shared/model/as-run.ts';
import { ChannelId } from '#shared/model/ids.ts';
import { buildChannel } from '#tests/helpers/build-channel.ts';
import { buildAsRun } from '#tests/helpers/build-schedule.ts';
import { TEST_EPOCH_AT } from '#tests/helpers/manual-clock.ts';
import { createTemporaryStore, type TemporaryStore } from '#tests/helpers/temporary-store.ts';

const RETRO = ChannelId.parse('retro');
const OTHER = ChannelId.parse('other');
const DAY_MS = 86_400_000;

let temporary: TemporaryStore;
let store: Store;

beforeEach(async () => {
  temporary = await createTemporaryStore();
  store = temporary.store;
  await store.channels.insert(buildChannel());
  await store.channels.insert(buildChannel({ id: OTHER, number: 2 }));
});

afterEach(async () => {
  await temporary.dispose();
});

describe('append', () => {
  test('numbers the rows in order', async () => {
    const records = [
      buildAsRun(),
      buildAsRun({ kind: 'pad', assetId: null, status: 'substituted', reason: 'no file' }),
      buildAsRun({ channelId: OTHER, wasServed: true, peakViewers: 3, slateFrames: 12 }),
    ];
    await store.durable((inner) => inner.asRun.append(records));
    const [first, second] = await store.asRun.list({
      channelId: RETRO,
      startAt: 0,
      endAt: TEST_EPOCH_AT + 1,
      afterId: 0,
      limit: 10,
    });
    expect([first, second]).toEqual([
      { id: 1, ...records[0] },
      { id: 2, ...records[1] },
    ]);
    expect(await store.asRun.last(OTHER)).toEqual({ id: 3, ...records[2] });
    expect(z.array(AsRunRecord).parse([first, second])).toEqual([first, second]);
  });

  test('refuses rows of a channel that does not exist', async () => {
    const lost = store.asRun.append([buildAsRun({ channelId: ChannelId.parse('nowhere') })]);
    await expect(lost).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('list', () => {
  test('answers past days from the file after a restart, page by page', async () => {
    const rows = Array.from({ length: 10 }, (_, day) =>
      buildAsRun({ startedAt: TEST_EPOCH_AT + day * DAY_MS }),
    );
    await store.durable((inner) => inner.asRun.append(rows));
    await store.close();
    const again = await temporary.reopen();
    const window = {
      channelId: RETRO,
      startAt: TEST_EPOCH_AT + 2 * DAY_MS,
      endAt: TEST_EPOCH_AT + 7 * DAY_MS,
    };
    const first = await again.asRun.list({ ...window, afterId: 0, limit: 3 });
    expect(first.map(({ id }) => id)).toEqual([3, 4, 5]);
    const rest = await again.asRun.list({ ...window, afterId: 5, limit: 3 });
    expect(rest.map(({ id }) => id)).toEqual([6, 7]);
  });
});

describe('last', () => {
  test('answers the newest row of the channel, or null', async () => {
    expect(await store.asRun.last(RETRO)).toBeNull();
    await store.asRun.append([buildAsRun(), buildAsRun(), buildAsRun({ channelId: OTHER })]);
    expect((await store.asRun.last(RETRO))?.id).toBe(2);
  });
});

describe('as-run rows', () => {
  test('refuse to be changed or removed', async () => {
    await store.asRun.append([buildAsRun()]);
    const raw = new SqliteDatabase(temporary.path);
    expect(() => raw.exec(`UPDATE as_run SET status = 'skipped'`)).toThrow('conflict');
    expect(() => raw.exec('DELETE FROM as_run')).toThrow('conflict');
    raw.close();
    expect(await store.asRun.last(RETRO)).toEqual({ id: 1, ...buildAsRun() });
    expect(Object.keys(store.asRun).sort()).toEqual(['append', 'last', 'list']);
  });
});
