import { Worker } from 'node:worker_threads';

import { createLink } from '#main/air/link.ts';
import {
  AIR_METHODS,
  type AirCalls,
  type AirSetting,
  givenOver,
  type StationCalls,
} from '#main/air/ports.ts';
import { openAirCalls } from '#main/air/run-air.ts';
import { airWorkerUrl } from '#main/air/worker-address.ts';
import type { AirWorkerData } from '#main/air/worker.ts';
import type { MasterClock } from '#main/clock/master-clock.ts';
import { createProcessRoster, endAllOn } from '#main/media/process-roster.ts';

import { stepBehind } from './step-behind.ts';

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
export const airInItsOwnThread: CarryAir = carryInThread(airWorkerUrl());

/** The same, ahead of this thread: where both want the processor, the air has it first, and so it is when it comes again. */
export const airAheadOfThisThread: CarryAir = (...args) => {
  // The air's thread has been started when this returns, and is where this one was.
  const carried = airInItsOwnThread(...args);
  stepBehind();
  return carried;
};

/** An air in a thread that runs the given entry. */
export function carryInThread(entry: URL): CarryAir {
  return async (setting, station, onEnd) => {
    const roster = createProcessRoster();
    const workerData: AirWorkerData = { setting, roster };
    const worker = new Worker(entry, { workerData, name: 'air' });
    const link = createLink<AirCalls, StationCalls>(worker, station, AIR_METHODS, givenOver);
    let fault = new Error('The air ended by itself.');
    worker.on('error', (error) => {
      fault = error instanceof Error ? error : new Error(String(error));
    });
    worker.once('exit', () => {
      link.cut();
      endAllOn(roster);
      onEnd(fault);
    });
    return {
      calls: link.theirs,
      async end() {
        await worker.terminate();
      },
    };
  };
}
