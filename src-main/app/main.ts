import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

import { app } from 'electron';

import { readControlKey } from '#main/station/control-key.ts';
import { dataPathsOf } from '#main/station/data-folder.ts';
import { defaultDataFolder } from '#main/station/default-data-folder.ts';
import { openStation } from '#main/station/open-station.ts';
import { withControl } from '#main/transport/serve-control.ts';
import { portOfTransport } from '#main/transport/station-port.ts';
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

// Not awaited: Electron becomes ready only after this module has been evaluated.
void runApplication({
  interfaceFolder: join(built, 'renderer'),
  preload: join(built, 'preload', 'index.cjs'),
  icon: resolve(built, '..', 'assets', 'icon.png'),
  open: async () => {
    const version = app.getVersion();
    const station = await openStation({ dataFolder, env, version, host: 'desktop', isOnAir: true });
    // So that the command line and a second host can join this station.
    return withControl(station, join(built, 'renderer'), [0]);
  },
  connect: async (controlUrl) => {
    const key = readControlKey(dataPathsOf(dataFolder).key) ?? '';
    return portOfTransport(await connectToStation(controlUrl, key));
  },
});
