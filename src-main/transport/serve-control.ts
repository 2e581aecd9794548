import type { MasterClock } from '#main/clock/master-clock.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { StationPort } from './station-port.ts';
import { type ControlServer, type Doorkeeper, startControlServer } from './websocket-server.ts';

/** A station that other programs of this machine may be let in to. */
export interface ServedStation extends StationPort {
  readonly clock: MasterClock;
  readonly door: Doorkeeper;
  broadcastUrl(): string;
  announce(controlUrl: string): void;
  reportFault(what: string, error: unknown): void;
}

/**
 * Opens the control server of a station and tells other hosts of its data folder the address, so that a command or a
 * second window can join it. Takes the first port that is free; throws `unavailable` when none is.
 */
export async function serveControl(
  station: ServedStation,
  interfaceFolder: string,
  ports: readonly number[],
): Promise<ControlServer> {
  let refusal = new AppError('unavailable', 'No port was given for the control server.');
  for (const port of ports) {
    try {
      const server = await startControlServer({
        dispatch: station.dispatch,
        subscribe: (listener) => station.events.subscribe(listener),
        door: station.door,
        interfaceFolder,
        broadcastUrl: () => station.broadcastUrl(),
        clock: station.clock,
        port,
        onFault: (what, error) => {
          station.reportFault(what, error);
        },
      });
      station.announce(server.url);
      return server;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      refusal = error;
    }
  }
  throw refusal;
}

/** The same station with a control server that closes with it. */
export async function withControl(
  station: ServedStation,
  interfaceFolder: string,
  ports: readonly number[],
): Promise<StationPort> {
  const server = await serveControl(station, interfaceFolder, ports);
  return {
    dispatch: station.dispatch,
    events: station.events,
    close: async () => {
      await server.close();
      await station.close();
    },
  };
}
