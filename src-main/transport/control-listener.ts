import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import { AppError } from '#shared/errors/app-error.ts';
import type { DurationMs } from '#shared/time/units.ts';
import { refuseOrigin } from './control-guard.ts';
import { createSocketRoom, type RoomLimits, type SocketRoom } from './socket-room.ts';

/** What the control server lets its clients take. */
export interface ControlLimits extends RoomLimits {
  /** A connection on which nothing moves is closed after this. */
  readonly idleMs: DurationMs;
  /** A client has so long to send the head of a request. */
  readonly headMs: DurationMs;
}

export const DEFAULT_CONTROL_LIMITS: ControlLimits = {
  sockets: 256,
  socketsPerAddress: 128,
  idleMs: 30_000,
  headMs: 10_000,
};

const LARGEST_HEAD_BYTES = 8 * 1024;
/** A refused upgrade has so long to read its answer. */
const FAREWELL_MS = 2_000;

export interface ControlListenerOptions {
  readonly limits: ControlLimits;
  readonly onRequest: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Takes the socket over, or answers the status with which it is refused. */
  readonly onUpgrade: (request: IncomingMessage, socket: Socket, head: Buffer) => number | null;
  /** Hears what nobody expected; broken connections are expected. */
  readonly onFault: (what: string, error: unknown) => void;
}

export interface ControlListener {
  readonly server: Server;
  readonly room: SocketRoom;
  /** The port it listens on; 0 before it does. */
  port(): number;
  /** Takes the port on loopback; 0 takes any. Rejects with `unavailable` when it cannot be had. */
  listen(port: number): Promise<void>;
}

/**
 * An HTTP listener in which every socket, request and answer has an owner that hears its error: a connection that is
 * reset, malformed, slow or one too many ends by itself and touches nothing else. Foreign hosts and origins are turned
 * away before anything else looks at the request.
 */
export function createControlListener(options: ControlListenerOptions): ControlListener {
  const { limits, onFault } = options;
  const room = createSocketRoom(limits);
  const server = createServer(
    {
      maxHeaderSize: LARGEST_HEAD_BYTES,
      headersTimeout: limits.headMs,
      requestTimeout: limits.headMs,
      connectionsCheckingInterval: Math.min(2_000, limits.headMs),
      noDelay: true,
    },
    (request, response) => {
      hearErrors(request, response);
      const refused = refuseOrigin(originOf(request), port());
      if (refused !== null) {
        response.writeHead(refused, { Connection: 'close' }).end();
        return;
      }
      options.onRequest(request, response).catch((error: unknown) => {
        onFault('a page could not be served', error);
        response.destroy();
      });
    },
  );
  server.setTimeout(limits.idleMs);
  server.on('connection', (socket) => {
    // Stays through an upgrade, when Node's own listeners go.
    socket.on('error', () => {
      socket.destroy();
    });
    room.enter(socket);
  });
  server.on('connect', (_request, stream) => stream.destroy());
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    hearErrors(request);
    if (!(stream instanceof Socket)) {
      stream.destroy();
      return;
    }
    const status =
      refuseOrigin(originOf(request), port()) ?? options.onUpgrade(request, stream, head);
    if (status !== null) refuseUpgrade(stream, status);
  });

  function port(): number {
    const address = server.address();
    return address !== null && typeof address === 'object' ? address.port : 0;
  }

  return {
    server,
    room,
    port,
    listen: (wanted) =>
      new Promise((resolve, reject) => {
        const onRefused = (error: Error): void => {
          reject(portRefused(wanted, error));
        };
        server.once('error', onRefused);
        server.listen(wanted, '127.0.0.1', () => {
          server.off('error', onRefused);
          // Such as no file handle left for the next connection: this one fails, those that stand go on.
          server.on('error', (error) => {
            onFault('the control server could not take a connection', error);
          });
          resolve();
        });
      }),
  };
}

function hearErrors(...streams: readonly (IncomingMessage | ServerResponse)[]): void {
  for (const stream of streams) stream.on('error', () => undefined);
}

function originOf(request: IncomingMessage) {
  return { host: request.headers.host, origin: request.headers.origin };
}

function refuseUpgrade(socket: Socket, status: number): void {
  socket.setTimeout(FAREWELL_MS, () => socket.destroy());
  socket.resume();
  socket.once('end', () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${String(status)} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}

function portRefused(port: number, error: Error): AppError {
  return new AppError('unavailable', `The control server cannot use port ${String(port)}.`, {
    field: 'control-port',
    remedy: 'Choose another port, or 0 for any free one.',
    cause: error.message,
  });
}
