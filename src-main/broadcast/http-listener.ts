import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

import type { MasterClock } from '#main/clock/master-clock.ts';
import { MS_PER_SECOND } from '#shared/time/units.ts';

import { createAdmission } from './admission.ts';
import { addressShare } from './client-address.ts';
import { isAllowedHost } from './host-check.ts';
import type { BroadcastLimits } from './limits.ts';
import { createRequestRate } from './request-rate.ts';
import type { BroadcastLog } from './server-context.ts';
import { createSlowClients } from './slow-clients.ts';

/** A client has so long to send its request head. */
const HEAD_TIMEOUT_MS = 10_000;
/** A socket without any progress in either direction is closed after this. */
const IDLE_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_MS = 15_000;
const LARGEST_HEAD_BYTES = 8 * 1024;
const MOST_HEADERS = 64;

export interface ListenerOptions {
  readonly allowedHosts: readonly string[];
  readonly limits: BroadcastLimits;
  readonly clock: MasterClock;
  readonly log: BroadcastLog;
}

/** The listener and its count of open sockets. */
export interface Listener {
  readonly server: Server;
  readonly sockets: () => number;
}

/**
 * An HTTP listener that answers only GET and HEAD, only under names it is known by, and only so many sockets and
 * requests per address. Those checks come before any routing. Slow and idle sockets are closed. What goes wrong on a
 * socket, a request or an answer ends that one and nothing else.
 */
export function createListener(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  { allowedHosts, limits, clock, log }: ListenerOptions,
): Listener {
  const rate = createRequestRate(clock, limits.requestsPerAddress);
  const admission = createAdmission(limits.sockets, limits.socketsPerAddress);
  const slowClients = createSlowClients(clock);
  const server = createServer(
    {
      maxHeaderSize: LARGEST_HEAD_BYTES,
      headersTimeout: HEAD_TIMEOUT_MS,
      requestTimeout: HEAD_TIMEOUT_MS,
      connectionsCheckingInterval: 2_000,
      keepAliveTimeout: KEEP_ALIVE_MS,
      noDelay: true,
    },
    (request, response) => {
      // A client may go at any moment; writing to it after that is an error of the answer, and no news.
      request.on('error', ignore);
      response.on('error', ignore);
      const waitMs = rate.take(addressShare(request.socket.remoteAddress));
      if (waitMs > 0) refuseForNow(response, waitMs);
      else if (request.method !== 'GET' && request.method !== 'HEAD') {
        refuse(response, 405, 'The broadcast can only be read: GET and HEAD.', {
          allow: 'GET, HEAD',
        });
      } else if (!isAllowedHost(request.headers.host, allowedHosts)) {
        refuse(response, 421, 'This station is not known under that name.');
      } else handle(request, response);
    },
  );
  server.maxHeadersCount = MOST_HEADERS;
  server.setTimeout(IDLE_TIMEOUT_MS);
  server.on('connection', (socket) => {
    socket.on('error', ignore);
    const release = admission.admit(addressShare(socket.remoteAddress));
    if (release) {
      socket.once('close', release);
      slowClients.watch(socket);
    } else socket.destroy();
  });
  // No tunnels. An offer to change the protocol, as some clients make with each request, is simply not taken up.
  server.on('connect', (_request, socket) => {
    socket.on('error', ignore);
    socket.destroy();
  });
  // Failing to accept one connection, for want of file handles, is no reason to stop accepting.
  server.on('error', (error) => {
    log.warn({ err: error }, 'the broadcast could not accept a connection');
  });
  server.on('close', () => {
    slowClients.stop();
  });
  return { server, sockets: () => admission.inUse() };
}

function ignore(): void {
  // The socket closes by itself, and its close is what everything here waits for.
}

/** Answers 429 and closes: what the client has sent beyond its rate is not even read. */
function refuseForNow(response: ServerResponse, waitMs: number): void {
  refuse(response, 429, 'Too many requests come from this address.', {
    'retry-after': String(Math.ceil(waitMs / MS_PER_SECOND)),
  });
}

function refuse(
  response: ServerResponse,
  status: number,
  sentence: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    ...headers,
    connection: 'close',
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  response.end(`${sentence}\n`);
}
