import { Worker } from 'node:worker_threads';

import { createLink } from '#main/air/link.ts';
import { AIR_METHODS, type AirCalls, type AirSetting, type StationCalls } from '#main/air/ports.ts';
import { openAirCalls } from '#main/air/run-air.ts';
import { AIR_WORKER_URL } from '#main/air/worker-address.ts';
import type { MasterClock } from '#main/clock/master-clock.ts';

/** The air, wherever it runs. */
export interface CarriedAir {
  readonly calls: AirCalls;
  /** Ends it at once; what it owes is refused. */
  end(): Promise<void>;
}

/** Opens an air. `onEnd` hears, once, that it has ended without being asked to, and why. */
export type CarryAir = (
  setting: AirSetting,
  station: StationCalls,
  onEnd: (reason: Error) => void,
) => Promise<CarriedAir>;

/** The air in this very thread, on the given clock: for tests and for clocks that are moved by hand. */
export function airInThisThread(clock: MasterClock): CarryAir {
  return async (setting, station) => ({
    // The station takes evidence at once here; a journal would only be in between.
    calls: await openAirCalls({ ...setting, journalFile: null }, station, clock),
    end: () => Promise.resolve(),
  });
}

/** The air in a thread of its own, where nothing of the station can hold it up. */
export const airInItsOwnThread: CarryAir = async (setting, station, onEnd) => {
  const worker = new Worker(AIR_WORKER_URL, { workerData: setting, name: 'air' });
  const link = createLink<AirCalls, StationCalls>(worker, station, AIR_METHODS);
  let fault = new Error('The air ended by itself.');
  worker.on('error', (error) => {
    fault = error instanceof Error ? error : new Error(String(error));
  });
  worker.once('exit', () => {
    link.cut();
    onEnd(fault);
  });
  return {
    calls: link.theirs,
    async end() {
      await worker.terminate();
    },
  };
};
