import { parentPort, workerData } from 'node:worker_threads';

import { createSystemClock } from '#main/clock/system-clock.ts';
import { keepRoster, type ProcessRoster } from '#main/media/process-roster.ts';

import { createLink } from './link.ts';
import { type AirCalls, type AirSetting, STATION_METHODS, type StationCalls } from './ports.ts';
import { openAirCalls } from './run-air.ts';

/** What the air's thread is started with. */
export interface AirWorkerData {
  readonly setting: AirSetting;
  /** Where its programs stand, so that they end with it. */
  readonly roster: ProcessRoster;
}

/** The entry of the air's own thread: `workerData` is an {@link AirWorkerData}. Ends when the air has been left. */
function run(): void {
  const port = parentPort;
  if (!port) throw new Error('The air runs on a thread of its own.');
  const { setting, roster } = workerData as AirWorkerData;
  keepRoster(roster);
  const early = Promise.withResolvers<AirCalls>();
  const own: AirCalls = {
    tell: async (news) => (await early.promise).tell(news),
    start: async (addresses) => (await early.promise).start(addresses),
    move: async (address) => (await early.promise).move(address),
    onAir: async () => (await early.promise).onAir(),
    state: async () => (await early.promise).state(),
    measureDelay: async () => (await early.promise).measureDelay(),
    stop: async () => {
      await (await early.promise).stop();
      // The answer goes first.
      setImmediate(() => {
        port.close();
      });
    },
  };
  const { theirs } = createLink<StationCalls, AirCalls>(port, own, STATION_METHODS);
  // Nobody may be cut off because of one fault: it is told, and the air goes on.
  process.on('uncaughtException', (error) => {
    const err = { type: error.name, message: error.message, stack: error.stack };
    theirs.note('error', 'a fault on the air', { err }).catch(() => undefined);
  });
  // A fault of opening is what the station's first call is answered with.
  early.resolve(openAirCalls(setting, theirs, createSystemClock()));
}

run();
