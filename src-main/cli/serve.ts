import { createSystemClock } from '#main/clock/system-clock.ts';
import { airAheadOfThisThread } from '#main/station/air-carrier.ts';
import { INTERFACE_FOLDER, openStation } from '#main/station/open-station.ts';
import { installLastResort } from '#main/station/last-resort.ts';
import { serveControl } from '#main/transport/serve-control.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { EXIT } from './exit-code.ts';
import { openBrowser } from './open-browser.ts';
import { openInterface, pageAddress } from './open-interface.ts';
import { type CommonOptions, reportFailure } from './run-command.ts';
import { dataFolderOf } from './session.ts';
import type { Terminal } from './terminal.ts';
import { integerOf } from './values.ts';
import { VERSION } from './version.ts';

/** Where the interface is unless told otherwise, so that a bookmark keeps working. */
const USUAL_CONTROL_PORT = 8_778;

export interface ServeOptions extends CommonOptions {
  readonly port?: string;
  readonly controlPort?: string;
  readonly host?: string;
  readonly share?: boolean;
  readonly open?: boolean;
}

/** Answers the signal that is raised when the program is asked to stop; called once, before the station opens. */
export type ListenForStop = () => AbortSignal;

/**
 * Runs a station without a window until it is asked to stop, be it while it still starts. Answers the exit code, which is 0
 * also then; never throws.
 */
export async function serve(
  terminal: Terminal,
  options: ServeOptions,
  listenForStop: ListenForStop,
): Promise<number> {
  const stop = listenForStop();
  let dataFolder = '';
  try {
    dataFolder = dataFolderOf({ data: options.data, env: terminal.env });
    await runStation(terminal, options, dataFolder, stop);
    return EXIT.ok;
  } catch (error) {
    if (stop.aborted && error instanceof AppError && error.code === 'cancelled') return EXIT.ok;
    await offerHolder(terminal, options, error);
    return reportFailure(terminal, options, error);
  }
}

async function runStation(
  terminal: Terminal,
  options: ServeOptions,
  dataFolder: string,
  stop: AbortSignal,
): Promise<void> {
  const ports = {
    ...(options.port === undefined ? {} : { broadcastPort: portOf('port', options.port) }),
    ...(options.host === undefined ? {} : { broadcastHost: options.host }),
  };
  const controlPorts =
    options.controlPort === undefined
      ? [USUAL_CONTROL_PORT, 0]
      : [portOf('control-port', options.controlPort)];
  const station = await openStation({
    dataFolder,
    host: 'serve',
    version: VERSION,
    env: terminal.env,
    isOnAir: true,
    carryAir: airAheadOfThisThread,
    clock: createSystemClock(),
    signal: stop,
    ...ports,
  });
  const removeLastResort = installLastResort((what, error) => {
    station.reportFault(what, error);
  });
  try {
    if (options.share === true) {
      await station.client.call('settings.update', { changes: { shareOnNetwork: true } });
    }
    const control = await serveControl(station, INTERFACE_FOLDER, controlPorts);
    try {
      const pageUrl = await pageAddress(station.client);
      announce(terminal, options, {
        controlUrl: control.url,
        broadcastUrl: station.broadcastUrl(),
        dataFolder,
        pid: process.pid,
        pageUrl,
      });
      if (options.open === true) openBrowser(pageUrl, terminal.env);
      await raised(stop);
    } finally {
      await control.close();
    }
  } finally {
    await station.close();
    removeLastResort();
  }
}

function raised(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener(
      'abort',
      () => {
        resolve();
      },
      { once: true },
    );
  });
}

interface Addresses {
  readonly controlUrl: string;
  readonly broadcastUrl: string;
  readonly dataFolder: string;
  readonly pid: number;
  readonly pageUrl: string;
}

function announce(terminal: Terminal, options: CommonOptions, addresses: Addresses): void {
  const { controlUrl, broadcastUrl, dataFolder, pid, pageUrl } = addresses;
  terminal.out(
    options.json === true
      ? JSON.stringify({ controlUrl, broadcastUrl, dataFolder, pid, pageUrl })
      : `RetroVue is on the air. Interface: ${pageUrl} (works once, for 15 minutes; later: retrovue open)  Broadcast: ${broadcastUrl}/guide  Data: ${dataFolder}`,
  );
}

function portOf(option: string, text: string): number {
  const port = integerOf(option, text);
  if (port >= 0 && port <= 65_535) return port;
  throw new AppError('invalid-input', `--${option}: ${text} is not a port.`, {
    field: option,
    remedy: 'Choose 0 to 65535; 0 takes any free one.',
  });
}

/** Says where the station that already runs can be opened. */
async function offerHolder(
  terminal: Terminal,
  options: ServeOptions,
  error: unknown,
): Promise<void> {
  if (!(error instanceof AppError) || error.code !== 'data-folder-in-use') return;
  if (typeof error.details['url'] !== 'string') return;
  if (options.open === true) await openInterface(terminal, options, { isPrinted: false });
  else if (options.json !== true) terminal.err('Open it with "retrovue open".');
}
