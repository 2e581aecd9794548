import './thread-pool.ts';

import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

import { app } from 'electron';

import { createSystemClock } from '#main/clock/system-clock.ts';
import { airAheadOfThisThread } from '#main/station/air-carrier.ts';
import { readControlKey } from '#main/station/control-key.ts';
import { dataPathsOf } from '#main/station/data-folder.ts';
import { defaultDataFolder } from '#main/station/default-data-folder.ts';
import { installLastResort } from '#main/station/last-resort.ts';
import { openStation } from '#main/station/open-station.ts';
import { withControl } from '#main/transport/serve-control.ts';
import { portOfTransport, type StationPort } from '#main/transport/station-port.ts';
import { connectToStation } from '#main/transport/websocket-client.ts';

import { dataFolderArgument } from './command-line.ts';
import { runApplication } from './run-application.ts';

const env = process.env;
const dataFolder = resolve(
  dataFolderArgument(process.argv) ??
    defaultDataFolder({ platform: process.platform, env, homeFolder: homedir() }),
);
// The bundle is dist/main/index.js, beside dist/renderer and dist/preload.
const built = resolve(import.meta.dirname, '..');
const interfaceFolder = join(built, 'renderer');

/** The station of the data folder, with a door for commands and further windows on this machine. */
async function open(): Promise<StationPort> {
  const station = await openStation({
    dataFolder,
    env,
    version: app.getVersion(),
    host: 'desktop',
    isOnAir: true,
    carryAir: airAheadOfThisThread,
    signal: null,
    clock: createSystemClock(),
    pageFolder: interfaceFolder,
  });
  const removeLastResort = installLastResort((what, error) => {
    station.reportFault(what, error);
  });
  try {
    const port = await withControl(station, interfaceFolder, [0]);
    return {
      ...port,
      close: async () => {
        await port.close();
        removeLastResort();
      },
    };
  } catch (error) {
    await station.close();
    removeLastResort();
    throw error;
  }
}

async function connect(controlUrl: string): Promise<StationPort> {
  const key = readControlKey(dataPathsOf(dataFolder).key) ?? '';
  return portOfTransport(await connectToStation(controlUrl, key, 'window'));
}

// Not awaited: Electron becomes ready only after this module has been evaluated.
void runApplication({
  interfaceFolder,
  preload: join(built, 'preload', 'index.cjs'),
  icon: resolve(built, '..', 'assets', 'icon.png'),
  open,
  connect,
});
