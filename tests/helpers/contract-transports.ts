import type { WebContents } from 'electron';

import { serveWindows } from '#main/transport/electron-ipc.ts';
import { REQUEST_CHANNEL } from '#main/transport/electron-wire.ts';
import { serveControl } from '#main/transport/serve-control.ts';
import { connectToStation } from '#main/transport/websocket-client.ts';
import type { Transport } from '#shared/contract/client.ts';
import type { EventEnvelope, ResponseEnvelope } from '#shared/contract/envelope.ts';

import { electron, FakeWebContents, resetElectron } from './fake-electron.ts';
import type { TestStation } from './test-station.ts';

export interface OpenTransport {
  readonly transport: Transport;
  close(): Promise<void>;
}

/** Dispatch itself; what the others must agree with. */
export function inProcess({ station }: TestStation): Promise<OpenTransport> {
  return Promise.resolve({
    transport: {
      request: async (envelope) => throughJson(await station.dispatch(throughJson(envelope))),
      subscribe: (listener) => station.events.subscribe(listener),
    },
    close: () => Promise.resolve(),
  });
}

/** A real WebSocket to a real control server. */
export async function overWebSocket({ station, folder }: TestStation): Promise<OpenTransport> {
  const server = await serveControl(station, folder, [0]);
  const transport = await connectToStation(server.url, station.door.key());
  return {
    transport,
    close: async () => {
      transport.close();
      await server.close();
    },
  };
}

/** Electron's request and push channels, with a module that stands in for Electron. */
export function overElectron({ station }: TestStation): Promise<OpenTransport> {
  resetElectron();
  const window = new FakeWebContents();
  const windows = serveWindows({
    station,
    isOwnPage: () => true,
    onShellCall: () => Promise.resolve(null),
  });
  windows.admit(window as unknown as WebContents);
  const handler = electron.ipcHandlers.get(REQUEST_CHANNEL);
  if (!handler) throw new Error('Nothing is served.');
  const event = { sender: window, senderFrame: window.mainFrame };
  return Promise.resolve({
    transport: {
      request: async (envelope) => {
        const message = throughClone({ to: 'station', envelope });
        return throughClone(await handler(event, message)) as ResponseEnvelope;
      },
      subscribe: (listener) => {
        const { send } = window;
        window.send = (_channel, message) => {
          const push = throughClone(message) as { from: string; envelope: EventEnvelope };
          if (push.from === 'station') listener(push.envelope);
        };
        return () => {
          window.send = send;
        };
      },
    },
    close: () => {
      windows.close();
      return Promise.resolve();
    },
  });
}

function throughJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** What Electron does to messages. */
function throughClone(value: unknown): unknown {
  return structuredClone(value);
}
