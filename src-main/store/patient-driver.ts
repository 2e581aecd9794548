import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  type SqliteDriver,
} from 'kysely';

import { until, type MasterClock } from '#main/clock/master-clock.ts';
import type { DurationMs } from '#shared/time/units.ts';

import { isLocked, type LockWatch } from './lock-watch.ts';

/** Time between two attempts at a locked file. */
const RETRY_MS: DurationMs = 50;
/** After so long the caller is told that the file is locked. */
const PATIENCE_MS: DurationMs = 5_000;

/** How a driver waits for a file that another program has locked. */
export interface Patience {
  /** Real time: the other program does not keep the station's. */
  readonly clock: MasterClock;
  readonly watch: LockWatch;
  /** Takes what holds for the connection at this moment off it; the returned function puts it back. */
  readonly setAside: () => () => void;
  /** Whether SQLite has a transaction open. It ends one by itself where the disk is full or fails. */
  readonly isWithinTransaction: () => boolean;
}

/** One after the other. */
interface Turn {
  /** Resolves when it is the caller's turn. */
  take(): Promise<void>;
  giveBack(): void;
}

function createTurn(): Turn {
  const waiting: (() => void)[] = [];
  let isTaken = false;
  return {
    take() {
      if (!isTaken) {
        isTaken = true;
        return Promise.resolve();
      }
      return new Promise((resolve) => waiting.push(resolve));
    },
    giveBack() {
      const next = waiting.shift();
      if (next) next();
      else isTaken = false;
    },
  };
}

/**
 * The one connection, lent to one user at a time, that waits for a locked file outside SQLite: an attempt is short, and
 * between two attempts neither the thread nor the connection is held, so that everything else goes on and reads
 * overtake. Only one of those who wait tries at a time.
 */
export function createPatientDriver(inner: SqliteDriver, patience: Patience): Driver {
  const { clock, watch } = patience;
  const connection = createTurn();
  const retrying = createTurn();
  const inTransaction = new WeakSet<DatabaseConnection>();

  async function attempt<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      if (isLocked(error)) watch.refused();
      throw error;
    }
  }

  async function patiently<T>(run: () => Promise<T>): Promise<T> {
    const deadlineMs = clock.monotonicMs() + PATIENCE_MS;
    try {
      return await attempt(run);
    } catch (error) {
      if (!isLocked(error)) throw error;
    }
    const putBack = patience.setAside();
    connection.giveBack();
    await retrying.take();
    try {
      for (;;) {
        await until(clock, clock.nowAt() + RETRY_MS);
        await connection.take();
        putBack();
        try {
          return await attempt(run);
        } catch (error) {
          if (!isLocked(error) || clock.monotonicMs() >= deadlineMs) throw error;
        }
        patience.setAside();
        connection.giveBack();
      }
    } finally {
      retrying.giveBack();
    }
  }

  function lend(to: DatabaseConnection): DatabaseConnection {
    const lent: DatabaseConnection = {
      executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
        const run = (): Promise<QueryResult<Row>> => to.executeQuery<Row>(query);
        return inTransaction.has(lent) ? run() : patiently(run);
      },
      streamQuery: (query, chunkSize) => to.streamQuery(query, chunkSize),
    };
    return lent;
  }

  async function end(lent: DatabaseConnection, run: () => Promise<void>): Promise<void> {
    await run();
    inTransaction.delete(lent);
  }

  return {
    init: (options) => inner.init(options),
    async acquireConnection() {
      await connection.take();
      return lend(await inner.acquireConnection());
    },
    releaseConnection() {
      connection.giveBack();
      return Promise.resolve();
    },
    async beginTransaction(lent) {
      await lent.executeQuery(CompiledQuery.raw('begin'));
      inTransaction.add(lent);
    },
    commitTransaction: (lent) => end(lent, () => inner.commitTransaction(lent)),
    rollbackTransaction: (lent) =>
      end(lent, async () => {
        // A second rollback would fail, and its error would stand in for that of the write.
        if (patience.isWithinTransaction()) await inner.rollbackTransaction(lent);
      }),
    destroy: () => inner.destroy(),
  };
}
