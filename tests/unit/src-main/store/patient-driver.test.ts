import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { assembleStore } from '#main/store/assemble-store.ts';
import { createQueryBuilder, waitOutside } from '#main/store/connection.ts';
import type { Tables } from '#main/store/database.ts';
import { createLockWatch } from '#main/store/lock-watch.ts';
import type { Store } from '#main/store/store.ts';
import { createTransactionGuard } from '#main/store/transaction-guard.ts';
import { buildChannel } from '#tests/helpers/build-channel.ts';
import { createManualClock, TEST_EPOCH_AT } from '#tests/helpers/manual-clock.ts';
import { createTemporaryStore, type TemporaryStore } from '#tests/helpers/temporary-store.ts';

const [NORMAL, FULL] = [1, 2];

let temporary: TemporaryStore;
let store: Store;
let foreign: SqliteDatabase.Database;

beforeEach(async () => {
  temporary = await createTemporaryStore();
  ({ store } = temporary);
  foreign = new SqliteDatabase(temporary.path);
});

afterEach(async () => {
  foreign.close();
  await temporary.dispose();
});

const setFact = (name: string) => (inner: Store) => inner.settings.setFact(name, 'written');

const WRITES: Record<string, (own: Store) => Promise<unknown>> = {
  'a single write': (own) => setFact('single')(own),
  'a transaction': (own) => own.transaction(setFact('transaction')),
  'a durable transaction': (own) => own.durable(setFact('durable')),
};

describe('while another program holds the file', () => {
  test.each(Object.entries(WRITES))('%s waits without holding up a read', async (_name, write) => {
    foreign.exec('BEGIN EXCLUSIVE');
    let isWritten = false;
    const writing = write(store).then(() => (isWritten = true));
    // Some attempts are refused, and each time the read goes by.
    for (let reads = 0; reads < 5; reads += 1) {
      expect(await store.channels.list()).toEqual([]);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    expect(isWritten).toBe(false);
    expect(store.lockedSinceAt()).toBe(TEST_EPOCH_AT);
    foreign.exec('COMMIT');
    await writing;
    expect(store.lockedSinceAt()).toBeNull();
  });

  test('everything that waits is written, each once', async () => {
    foreign.exec('BEGIN IMMEDIATE');
    const writing = Promise.all([
      store.channels.insert(buildChannel({ slug: 'one', number: 1 })),
      ...Object.values(WRITES).map((write) => write(store)),
    ]);
    await store.channels.list();
    foreign.exec('COMMIT');
    await writing;
    expect(await store.channels.list()).toHaveLength(1);
    for (const name of ['single', 'transaction', 'durable']) {
      expect(await store.settings.getFact(name)).toBe('written');
    }
  });

  test('a durable transaction that had to wait is durable all the same', async () => {
    const raw = new SqliteDatabase(temporary.path);
    waitOutside(raw);
    const clock = createManualClock();
    const watch = createLockWatch(clock);
    const guard = createTransactionGuard({ error: () => undefined });
    const own = assembleStore(raw, createQueryBuilder<Tables>(raw, watch), clock, watch, guard);
    const level = () => Number(raw.pragma('synchronous', { simple: true }));
    foreign.exec('BEGIN EXCLUSIVE');
    const waiting = [1, 2].map(() => own.durable(async () => level()));
    await own.channels.list();
    const levelOfOthers = level();
    foreign.exec('COMMIT');
    expect(await Promise.all(waiting)).toEqual([FULL, FULL]);
    expect([levelOfOthers, level()]).toEqual([NORMAL, NORMAL]);
    await own.close();
  });

  test('a write is refused in the end, with a sentence, and the next one tries anew', async () => {
    foreign.exec('BEGIN EXCLUSIVE');
    await expect(store.settings.setFact('a', 'b')).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('Another program is writing'),
    });
    foreign.exec('COMMIT');
    await store.settings.setFact('a', 'c');
    expect(await store.settings.getFact('a')).toBe('c');
    expect(store.lockedSinceAt()).toBeNull();
  });
});
