import { AsyncLocalStorage } from 'node:async_hooks';

import type { StationLog } from '#main/logging/station-log.ts';

/** The store around a transaction was used by what runs inside it. A mistake of the program: it would wait for itself for ever. */
export class OuterStoreUsed extends Error {
  override readonly name = 'OuterStoreUsed';

  constructor(member: string) {
    super(
      `“${member}” of the outer store was called inside a transaction; use the store that the transaction hands in.`,
    );
  }
}

/** Knows what runs inside a transaction of one store. */
export interface TransactionGuard {
  /** Runs what a transaction runs. */
  inside<T>(run: () => Promise<T>): Promise<T>;
  /** Throws {@link OuterStoreUsed}, and has it logged, inside a transaction that has not ended. */
  requireOutside(member: string): void;
}

/** What is thrown may be caught by mistake too, so that it is logged as well. */
export function createTransactionGuard(log: Pick<StationLog, 'error'>): TransactionGuard {
  const running = new AsyncLocalStorage<{ hasEnded: boolean }>();
  return {
    async inside(run) {
      const transaction = { hasEnded: false };
      try {
        return await running.run(transaction, run);
      } finally {
        // What it has started and does not wait for may use the store as everybody else.
        transaction.hasEnded = true;
      }
    },

    requireOutside(member) {
      if (running.getStore()?.hasEnded !== false) return;
      const error = new OuterStoreUsed(member);
      log.error({ err: error }, 'the outer store was used inside a transaction');
      throw error;
    },
  };
}

type Methods = Record<string, (...input: readonly unknown[]) => unknown>;

/** The repositories, each method of which refuses to be called inside a transaction. */
export function guardRepositories<Repositories extends object>(
  repositories: Repositories,
  guard: TransactionGuard,
): Repositories {
  const guarded = Object.entries(repositories).map(([repository, methods]) => {
    const entries = Object.entries(methods as Methods).map(([name, method]) => [
      name,
      // Rejects where it would answer a promise, as every other failure of the store does.
      async (...input: readonly unknown[]): Promise<unknown> => {
        guard.requireOutside(`${repository}.${name}`);
        return method(...input);
      },
    ]);
    return [repository, Object.fromEntries(entries) as Methods];
  });
  return Object.fromEntries(guarded) as Repositories;
}
