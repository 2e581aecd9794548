import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';

import type { MasterClock } from '#main/clock/master-clock.ts';
import {
  type EventEnvelope,
  LARGEST_REQUEST_BYTES,
  type ResponseEnvelope,
} from '#shared/contract/envelope.ts';
import { RequestHost } from '#shared/model/approval.ts';
import type { DurationMs } from '#shared/time/units.ts';
import {
  type ControlLimits,
  createControlListener,
  DEFAULT_CONTROL_LIMITS,
} from './control-listener.ts';
import { createDispatchSession, type Dispatch, type DispatchSession } from './dispatch-session.ts';
import { interfaceHeaders } from './interface-headers.ts';
import { readStaticFile } from './static-files.ts';

/** Where the contract is served on the control server. */
export const CONTRACT_PATH = '/contract';

/** Close codes of the contract's WebSocket. */
export const CLOSE_CODES = { goingAway: 1001, unauthorised: 4401, tooSlow: 4408 } as const;

/** All that is read from a client that has not shown the key, frames and all. */
const LARGEST_GREETING_BYTES = 4 * 1024;
/** A client that lets this much pile up is cut off; it reconnects and fetches its snapshots again. */
const LARGEST_BACKLOG_BYTES = 16 * 1024 * 1024;
const TOKEN_WAIT_MS = 10_000;
/** A client that was told to go has so long to say that it heard. */
const FAREWELL_MS = 2_000;

/** A browser does not say what it is. A page comes with a code from its address and goes on with a session. */
const Greeting = z.object({
  token: z.string().optional(),
  code: z.string().optional(),
  host: RequestHost.default('web'),
});

/** Decides who may use the station. */
export interface Doorkeeper {
  /** Lets in or, with `null`, turns away; `session` is what a code was exchanged for. */
  admit(greeting: {
    readonly token?: string | undefined;
    readonly code?: string | undefined;
  }): { readonly session: string | null } | null;
  /** Tells when nobody who was let in before may stay, until the returned function is called. */
  onRenewed(listener: () => void): () => void;
}

export interface ControlServerOptions {
  readonly dispatch: Dispatch;
  readonly subscribe: (listener: (event: EventEnvelope) => void) => () => void;
  /** Judges a client's first message. */
  readonly door: Doorkeeper;
  /** The built interface, served to browsers. */
  readonly interfaceFolder: string;
  /** Address of the broadcast server, which the interface may also talk to. */
  readonly broadcastUrl: () => string;
  readonly clock: MasterClock;
  /** 0 takes any free port. */
  readonly port: number;
  readonly limits?: ControlLimits;
  /** Hears what nobody expected, with a few words on what it ended. */
  readonly onFault: (what: string, error: unknown) => void;
}

export interface ControlServer {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** How many connections are open. */
  connections(): number;
  close(): Promise<void>;
}

/**
 * Serves the contract over a WebSocket, and the interface to browsers, to this machine only. Every request must name
 * this very server as its host and come from no foreign page; every WebSocket must open with a greeting that the doorkeeper lets in. Nothing can be
 * changed by plain HTTP. Throws `unavailable` when the port is taken.
 */
export async function startControlServer(options: ControlServerOptions): Promise<ControlServer> {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_REQUEST_BYTES,
    perMessageDeflate: false,
  });
  const listener = createControlListener({
    limits: options.limits ?? DEFAULT_CONTROL_LIMITS,
    onFault: options.onFault,
    onRequest: (request, response) => serveInterface(options, listener.port(), request, response),
    onUpgrade: (request, stream, head) => {
      if (pathOf(request) !== CONTRACT_PATH) return 404;
      sockets.handleUpgrade(request, stream, head, (socket) => {
        serveSocket(options, socket, stream, () => {
          listener.room.know(stream);
        });
      });
      return null;
    },
  });
  await listener.listen(options.port);
  return {
    url: `http://127.0.0.1:${String(listener.port())}`,
    connections: () => listener.room.count(),
    close: async () => {
      for (const socket of sockets.clients) {
        socket.close(CLOSE_CODES.goingAway, 'The station is closing.');
        socket.terminate();
      }
      sockets.close();
      await new Promise<void>((resolve) => {
        listener.server.close(() => {
          resolve();
        });
        listener.server.closeAllConnections();
      });
    },
  };
}

/** One client. `stream` is the connection below the WebSocket; `onKnown` is called once it has shown the key. */
function serveSocket(
  options: ControlServerOptions,
  socket: WebSocket,
  stream: Socket,
  onKnown: () => void,
): void {
  let session: DispatchSession | null = null;
  let unsubscribe: (() => void) | null = null;
  let stopHearing: (() => void) | null = null;
  let isTurnedAway = false;
  let strangeBytes = 0;
  let stopWaiting = wait(TOKEN_WAIT_MS, () => {
    turnAway('No token came.');
  });

  function wait(ms: DurationMs, run: () => void): () => void {
    return options.clock.callAt(options.clock.nowAt() + ms, run);
  }

  /** Nothing that comes after the first wrong word is listened to. */
  function turnAway(reason: string): void {
    isTurnedAway = true;
    stopWaiting();
    stopWaiting = wait(FAREWELL_MS, () => {
      socket.terminate();
    });
    socket.close(CLOSE_CODES.unauthorised, reason);
  }

  /** The key has been renewed: only who asked for that stays. */
  function leaveUnlessAsking(): void {
    if (session?.isRunning('station.renewKey') === true) return;
    unsubscribe?.();
    session?.close();
    turnAway('The key has been renewed.');
  }

  function send(frame: EventEnvelope | ResponseEnvelope | { readonly session: string }): void {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > LARGEST_BACKLOG_BYTES) {
      socket.close(CLOSE_CODES.tooSlow, 'The client reads too slowly.');
      socket.terminate();
    } else socket.send(JSON.stringify(frame));
  }

  // The WebSocket's own listener came first: a greeting within these bytes has been heard by now.
  stream.on('data', (bytes: Buffer) => {
    if (session !== null) return;
    strangeBytes += bytes.byteLength;
    if (strangeBytes > LARGEST_GREETING_BYTES) socket.terminate();
  });
  socket.on('message', (data: RawData) => {
    if (isTurnedAway) return;
    const message = parseJson(data);
    if (session !== null) {
      session.receive(message, send).catch((error: unknown) => {
        options.onFault('a request could not be carried out', error);
      });
      return;
    }
    const first = Greeting.safeParse(message);
    const admission = first.success ? options.door.admit(first.data) : null;
    if (first.success && admission) {
      stopWaiting();
      stopHearing = options.door.onRenewed(leaveUnlessAsking);
      if (admission.session !== null) send({ session: admission.session });
      session = createDispatchSession(options.dispatch, first.data.host);
      unsubscribe = options.subscribe(send);
      onKnown();
    } else turnAway('The first message must carry the station’s key or a code that is good.');
  });
  socket.on('error', () => {
    socket.terminate();
  });
  socket.on('close', () => {
    stopWaiting();
    unsubscribe?.();
    stopHearing?.();
    session?.close();
  });
}

async function serveInterface(
  options: ControlServerOptions,
  port: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { Allow: 'GET, HEAD', Connection: 'close' }).end();
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

/** The path as it was sent, without query; not normalised, so that nothing hides in it. */
function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

function parseJson(data: RawData): unknown {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer);
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}
