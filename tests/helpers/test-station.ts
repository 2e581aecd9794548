import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { dataPathsOf } from '#main/station/data-folder.ts';
import { airInThisThread } from '#main/station/air-carrier.ts';
import { openStation, UNDECLARED_ERROR } from '#main/station/open-station.ts';
import type { Station } from '#main/station/station.ts';
import type { Store } from '#main/store/store.ts';
import type { Client } from '#shared/contract/client.ts';

import { createManualClock, type ManualClock } from './manual-clock.ts';
import { openTestStore } from './temporary-store.ts';

export interface TestStationOptions {
  /** On the air on free ports, with real ffmpeg; off the air unless told otherwise. */
  readonly isOnAir?: boolean;
  /** Fills the store before the station opens. */
  readonly seed?: (store: Store) => Promise<void>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly startAt?: number;
}

/** A whole station on a folder of its own, on a clock that moves only when told to. */
export interface TestStation {
  readonly station: Station;
  readonly client: Client;
  readonly clock: ManualClock;
  /** Holds the station's data folder and whatever a test puts beside it. */
  readonly folder: string;
  /** Closes the station and removes the folder. */
  dispose(): Promise<void>;
}

export async function createTestStation(options: TestStationOptions = {}): Promise<TestStation> {
  const folder = await mkdtemp(join(tmpdir(), 'retrovue-station-'));
  const dataFolder = join(folder, 'data');
  await mkdir(dataFolder);
  const clock = createManualClock(options.startAt);
  if (options.seed) {
    const store = await openTestStore({ path: dataPathsOf(dataFolder).database, clock });
    await options.seed(store);
    await store.close();
  }
  const station = await openStation({
    dataFolder,
    host: 'test',
    version: '0.0.0',
    env: options.env ?? process.env,
    isOnAir: options.isOnAir ?? false,
    clock,
    broadcastHost: '127.0.0.1',
    broadcastPort: 0,
    signal: null,
    carryAir: airInThisThread(clock),
  });
  return {
    station,
    client: station.client,
    clock,
    folder,
    async dispose() {
      await station.close();
      const log = await readFile(dataPathsOf(dataFolder).log, 'utf8').catch(() => '');
      const undeclared = log.split('\n').filter((line) => line.includes(UNDECLARED_ERROR));
      if (undeclared.length > 0) throw new Error(undeclared.join('\n'));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
