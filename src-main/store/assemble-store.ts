import type BetterSqlite3 from 'better-sqlite3';
import { sql } from 'kysely';

import type { MasterClock } from '#main/clock/master-clock.ts';

import type { Database } from './database.ts';
import {
  createLibraryCache,
  createLibraryRevision,
  cacheInsideTransaction,
  type LibraryCache,
  type LibraryRevision,
} from './library-revision.ts';
import { createApprovalRepository } from './repositories/approval-repository.ts';
import { createAsRunRepository } from './repositories/as-run-repository.ts';
import { createAssetRepository } from './repositories/asset-repository.ts';
import { createBlockRepository } from './repositories/block-repository.ts';
import { createChannelRepository } from './repositories/channel-repository.ts';
import { createIncidentRepository } from './repositories/incident-repository.ts';
import { createJobRepository } from './repositories/job-repository.ts';
import { createLogRepository } from './repositories/log-repository.ts';
import { createPinRepository } from './repositories/pin-repository.ts';
import { createDayCloseRepository } from './repositories/day-close-repository.ts';
import { createRebuildOfferRepository } from './repositories/rebuild-offer-repository.ts';
import { createPlanRepository } from './repositories/plan-repository.ts';
import { createPlayoutRepository } from './repositories/playout-repository.ts';
import { createScheduleDayRepository } from './repositories/schedule-day-repository.ts';
import { createSettingsRepository } from './repositories/settings-repository.ts';
import { createSourceRepository } from './repositories/source-repository.ts';
import { createVirtualAssetRepository } from './repositories/virtual-asset-repository.ts';
import type { LockWatch } from './lock-watch.ts';
import type { Store } from './store.ts';
import { guardRepositories, type TransactionGuard } from './transaction-guard.ts';

interface Parts {
  readonly clock: MasterClock;
  readonly revision: LibraryRevision;
  readonly cache: LibraryCache;
  readonly watch: LockWatch;
}

type Repositories = Omit<
  Store,
  'transaction' | 'durable' | 'lockedSinceAt' | 'failure' | 'check' | 'close'
>;

function createRepositories(db: Database, parts: Parts): Repositories {
  return {
    channels: createChannelRepository(db),
    sources: createSourceRepository(db, parts.clock, parts.revision),
    assets: createAssetRepository(db, parts.revision, parts.cache),
    plans: createPlanRepository(db),
    pins: createPinRepository(db),
    rebuildOffers: createRebuildOfferRepository(db),
    dayCloses: createDayCloseRepository(db),
    blocks: createBlockRepository(db),
    virtualAssets: createVirtualAssetRepository(db),
    days: createScheduleDayRepository(db),
    approvals: createApprovalRepository(db),
    incidents: createIncidentRepository(db),
    log: createLogRepository(db),
    asRun: createAsRunRepository(db),
    playout: createPlayoutRepository(db),
    settings: createSettingsRepository(db),
    jobs: createJobRepository(db),
  };
}

async function checkFile(db: Database): Promise<string[]> {
  const { rows } = await sql<{ quick_check: string }>`PRAGMA quick_check`.execute(db);
  return rows.map((row) => row.quick_check).filter((text) => text !== 'ok');
}

/** The store inside a transaction: a transaction within it is a savepoint of it. */
function createInnerStore(db: Database, parts: Parts, isDurable: boolean): Store {
  let savepoints = 0;

  async function nest<T>(run: (store: Store) => Promise<T>): Promise<T> {
    savepoints += 1;
    const name = sql.id(`inner_${String(savepoints)}`);
    await sql`SAVEPOINT ${name}`.execute(db);
    try {
      const result = await run(store);
      await sql`RELEASE ${name}`.execute(db);
      return result;
    } catch (error) {
      await sql`ROLLBACK TO ${name}`.execute(db);
      await sql`RELEASE ${name}`.execute(db);
      throw error;
    }
  }

  const store: Store = {
    ...createRepositories(db, parts),
    transaction: nest,
    durable(run) {
      if (!isDurable) {
        throw new Error('A durable transaction cannot begin inside one that is not durable.');
      }
      return nest(run);
    },
    lockedSinceAt: () => parts.watch.lockedSinceAt,
    failure: () => parts.watch.failure,
    check: () => checkFile(db),
    close() {
      throw new Error('Close the store outside the transaction.');
    },
  };
  return store;
}

/** The store on an open, upgraded connection. */
export function assembleStore(
  raw: BetterSqlite3.Database,
  db: Database,
  clock: MasterClock,
  watch: LockWatch,
  guard: TransactionGuard,
): Store {
  const revision = createLibraryRevision(() =>
    Number(raw.pragma('data_version', { simple: true })),
  );
  const parts: Parts = { clock, revision, cache: createLibraryCache(), watch };
  const innerParts: Parts = { ...parts, cache: cacheInsideTransaction(parts.cache) };

  return {
    ...guardRepositories(createRepositories(db, parts), guard),
    async transaction(run) {
      guard.requireOutside('transaction');
      return db
        .transaction()
        .execute((trx) => guard.inside(() => run(createInnerStore(trx, innerParts, false))));
    },
    async durable(run) {
      guard.requireOutside('durable');
      // Holds the connection throughout, so that no other write runs under the costlier setting.
      return db.connection().execute(async (connection) => {
        raw.pragma('synchronous = FULL');
        try {
          return await connection
            .transaction()
            .execute((trx) => guard.inside(() => run(createInnerStore(trx, innerParts, true))));
        } finally {
          raw.pragma('synchronous = NORMAL');
        }
      });
    },
    lockedSinceAt: () => watch.lockedSinceAt,
    failure: () => watch.failure,
    async check() {
      guard.requireOutside('check');
      return checkFile(db);
    },
    async close() {
      guard.requireOutside('close');
      await db.destroy();
      // Kysely closes only a connection that it has used.
      if (raw.open) raw.close();
    },
  };
}
