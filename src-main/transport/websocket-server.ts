import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';

import type { MasterClock } from '#main/clock/master-clock.ts';
import type { EventEnvelope, ResponseEnvelope } from '#shared/contract/envelope.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { RequestHost } from '#shared/model/approval.ts';
import { isSameToken, refuseOrigin } from './control-guard.ts';
import { createDispatchSession, type Dispatch, type DispatchSession } from './dispatch-session.ts';
import { interfaceHeaders } from './interface-headers.ts';
import { readStaticFile } from './static-files.ts';

/** Where the contract is served on the control server. */
export const CONTRACT_PATH = '/contract';

/** Close codes of the contract's WebSocket. */
export const CLOSE_CODES = { goingAway: 1001, unauthorised: 4401, tooSlow: 4408 } as const;

const LARGEST_MESSAGE_BYTES = 4 * 1024 * 1024;
/** A client that lets this much pile up is cut off; it reconnects and fetches its snapshots again. */
const LARGEST_BACKLOG_BYTES = 16 * 1024 * 1024;
const TOKEN_WAIT_MS = 10_000;

/** A browser does not say what it is. */
const TokenMessage = z.object({ token: z.string(), host: RequestHost.default('web') });

export interface ControlServerOptions {
  readonly dispatch: Dispatch;
  readonly subscribe: (listener: (event: EventEnvelope) => void) => () => void;
  /** The secret that a client's first message must carry. */
  readonly token: string;
  /** The built interface, served to browsers. */
  readonly interfaceFolder: string;
  /** Address of the broadcast server, which the interface may also talk to. */
  readonly broadcastUrl: () => string;
  readonly clock: MasterClock;
  /** 0 takes any free port. */
  readonly port: number;
}

export interface ControlServer {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the contract over a WebSocket, and the interface to browsers, to this machine only. Every request must name
 * this very server as its host and come from no foreign page; every WebSocket must open with the token. Nothing can be
 * changed by plain HTTP. Throws `unavailable` when the port is taken.
 */
export async function startControlServer(options: ControlServerOptions): Promise<ControlServer> {
  const http = createServer((request, response) => {
    void serveInterface(options, portOf(http), request, response);
  });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  http.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const refused = refuseOrigin(originOf(request), portOf(http));
    if (refused !== null) refuseUpgrade(stream, refused);
    else if (pathOf(request) !== CONTRACT_PATH) refuseUpgrade(stream, 404);
    else {
      sockets.handleUpgrade(request, stream, head, (socket) => {
        serveSocket(options, socket);
      });
    }
  });
  await listen(http, options.port);
  return {
    url: `http://127.0.0.1:${String(portOf(http))}`,
    close: async () => {
      for (const socket of sockets.clients) {
        socket.close(CLOSE_CODES.goingAway, 'The station is closing.');
        socket.terminate();
      }
      sockets.close();
      await new Promise<void>((resolve) => {
        http.close(() => {
          resolve();
        });
        http.closeAllConnections();
      });
    },
  };
}

function serveSocket(options: ControlServerOptions, socket: WebSocket): void {
  let session: DispatchSession | null = null;
  let unsubscribe: (() => void) | null = null;
  const stopWaiting = options.clock.callAt(options.clock.nowAt() + TOKEN_WAIT_MS, () => {
    if (unsubscribe === null) socket.close(CLOSE_CODES.unauthorised, 'No token came.');
  });

  function send(frame: EventEnvelope | ResponseEnvelope): void {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > LARGEST_BACKLOG_BYTES) {
      socket.close(CLOSE_CODES.tooSlow, 'The client reads too slowly.');
      socket.terminate();
    } else socket.send(JSON.stringify(frame));
  }

  socket.on('message', (data: RawData) => {
    const message = parseJson(data);
    if (session !== null) {
      void session.receive(message, send);
      return;
    }
    const first = TokenMessage.safeParse(message);
    if (first.success && isSameToken(first.data.token, options.token)) {
      stopWaiting();
      session = createDispatchSession(options.dispatch, first.data.host);
      unsubscribe = options.subscribe(send);
    } else {
      socket.close(CLOSE_CODES.unauthorised, 'The first message must carry the station’s token.');
    }
  });
  socket.on('error', () => {
    socket.terminate();
  });
  socket.on('close', () => {
    stopWaiting();
    unsubscribe?.();
    session?.close();
  });
}

async function serveInterface(
  options: ControlServerOptions,
  port: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const refused = refuseOrigin(originOf(request), port);
  if (refused !== null) {
    response.writeHead(refused).end();
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    return;
  }
  const file = await readStaticFile(options.interfaceFolder, pathOf(request));
  const headers = interfaceHeaders(port, options.broadcastUrl());
  if (!file) {
    response.writeHead(404, headers).end();
    return;
  }
  response.writeHead(200, {
    ...headers,
    'Content-Type': file.contentType,
    'Content-Length': file.body.byteLength,
  });
  response.end(request.method === 'HEAD' ? undefined : file.body);
}

function listen(http: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', (error) => {
      reject(
        new AppError('unavailable', `The control server cannot use port ${String(port)}.`, {
          field: 'control-port',
          remedy: 'Choose another port, or 0 for any free one.',
          cause: error.message,
        }),
      );
    });
    http.listen(port, '127.0.0.1', resolve);
  });
}

function portOf(http: Server): number {
  const address = http.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

function originOf(request: IncomingMessage) {
  return { host: request.headers.host, origin: request.headers.origin };
}

/** The path as it was sent, without query; not normalised, so that nothing hides in it. */
function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

function refuseUpgrade(stream: Duplex, status: number): void {
  stream.end(
    `HTTP/1.1 ${String(status)} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}

function parseJson(data: RawData): unknown {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer);
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}
