import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { MasterClock } from '#main/clock/master-clock.ts';
import { openStore, type OpenStoreOptions } from '#main/store/open-store.ts';
import type { Store } from '#main/store/store.ts';

import { createManualClock } from './manual-clock.ts';

/** Opens a store that logs nowhere, by a clock of its own when none is given. */
export function openTestStore(
  options: Omit<OpenStoreOptions, 'clock' | 'log'> & { readonly clock?: MasterClock },
): Promise<Store> {
  return openStore({ clock: createManualClock(), log: { error: () => undefined }, ...options });
}

/** A real store on a real file in a folder of its own. */
export interface TemporaryStore {
  readonly store: Store;
  readonly path: string;
  readonly folder: string;
  /** Opens the same file once more; closed by `dispose` too. */
  reopen(): Promise<Store>;
  /** Closes what is open and removes the folder. */
  dispose(): Promise<void>;
}

export async function createTemporaryStore(
  clock: MasterClock = createManualClock(),
): Promise<TemporaryStore> {
  const folder = await mkdtemp(join(tmpdir(), 'retrovue-store-'));
  const path = join(folder, 'station.sqlite');
  const opened = [await openTestStore({ path, clock })];
  const [store] = opened;
  if (!store) throw new Error('No store was opened.');
  return {
    store,
    path,
    folder,
    async reopen() {
      const another = await openTestStore({ path, clock });
      opened.push(another);
      return another;
    },
    async dispose() {
      for (const open of opened) await open.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
