import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Store } from '#main/store/store.ts';
import {
  createTransactionGuard,
  guardRepositories,
  OuterStoreUsed,
} from '#main/store/transaction-guard.ts';
import { buildChannel } from '#tests/helpers/build-channel.ts';
import { createTemporaryStore, type TemporaryStore } from '#tests/helpers/temporary-store.ts';

let temporary: TemporaryStore;
let store: Store;

beforeEach(async () => {
  temporary = await createTemporaryStore();
  store = temporary.store;
});

afterEach(async () => {
  await temporary.dispose();
});

describe('the outer store inside a transaction', () => {
  const USES: [string, (outer: Store) => Promise<unknown>][] = [
    ['a read', (outer) => outer.plans.list()],
    ['a write', (outer) => outer.channels.insert(buildChannel())],
    ['another transaction', (outer) => outer.transaction(() => Promise.resolve())],
    ['a durable transaction', (outer) => outer.durable(() => Promise.resolve())],
    ['the check of the file', (outer) => outer.check()],
    ['closing', (outer) => outer.close()],
  ];

  describe.each(['transaction', 'durable'] as const)('%s', (kind) => {
    test.each(USES)(
      '%s is refused at once and nothing of the transaction is kept',
      async (_, use) => {
        const failing = store[kind](async (inner) => {
          await inner.channels.insert(buildChannel({ name: 'Kept back' }));
          await use(store);
        });
        await expect(failing).rejects.toThrow(OuterStoreUsed);
        expect(await store.channels.list()).toEqual([]);
      },
    );

    test('is refused in a transaction within the transaction too', async () => {
      const failing = store[kind]((inner) => inner.transaction(() => store.channels.list()));
      await expect(failing).rejects.toThrow(OuterStoreUsed);
    });

    test('waits its turn when somebody else uses it meanwhile', async () => {
      const { promise: isInside, resolve: enter } = Promise.withResolvers<undefined>();
      const { promise: mayLeave, resolve: leave } = Promise.withResolvers<undefined>();
      const running = store[kind](async (inner) => {
        enter(undefined);
        await mayLeave;
        await inner.channels.insert(buildChannel());
      });
      await isInside;
      const listed = store.channels.list();
      leave(undefined);
      await running;
      expect(await listed).toHaveLength(1);
    });

    test('may be used by what the transaction began and did not wait for, once it has ended', async () => {
      const { promise: ended, resolve: end } = Promise.withResolvers<undefined>();
      let later: Promise<unknown> = Promise.resolve();
      await store[kind]((inner) => {
        later = ended.then(() => store.channels.list());
        return inner.channels.insert(buildChannel());
      });
      end(undefined);
      expect(await later).toHaveLength(1);
    });
  });

  test('another store may be used', async () => {
    const other = await createTemporaryStore();
    try {
      const listed = await store.transaction(() => other.store.channels.list());
      expect(listed).toEqual([]);
    } finally {
      await other.dispose();
    }
  });

  test('is logged with the name of what was called, also where the error is caught', async () => {
    const lines: object[] = [];
    const guard = createTransactionGuard({ error: (fields) => lines.push(fields) });
    const guarded = guardRepositories({ plans: { list: () => Promise.resolve([]) } }, guard);
    await guard.inside(() => guarded.plans.list().catch(() => []));
    expect(lines).toEqual([{ err: new OuterStoreUsed('plans.list') }]);
    expect(await guarded.plans.list()).toEqual([]);
  });
});
