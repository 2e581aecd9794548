import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

import { createAdmission, type BroadcastLimits } from './admission.ts';
import { isAllowedHost } from './host-check.ts';

/** A client has so long to send its request head. */
const HEAD_TIMEOUT_MS = 10_000;
/** A socket without any progress in either direction is closed after this. */
const IDLE_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_MS = 15_000;
const LARGEST_HEAD_BYTES = 8 * 1024;

export interface ListenerOptions {
  readonly allowedHosts: readonly string[];
  readonly limits: BroadcastLimits;
}

/** The listener and its count of open sockets. */
export interface Listener {
  readonly server: Server;
  readonly sockets: () => number;
}

/**
 * An HTTP listener that answers only GET and HEAD, only under names it is known by, and only so many sockets per
 * address. Those checks come before any routing. Slow and idle sockets are closed.
 */
export function createListener(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  { allowedHosts, limits }: ListenerOptions,
): Listener {
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
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        refuse(response, 405, 'The broadcast can only be read: GET and HEAD.', {
          allow: 'GET, HEAD',
        });
      } else if (!isAllowedHost(request.headers.host, allowedHosts)) {
        refuse(response, 421, 'This station is not known under that name.');
      } else handle(request, response);
    },
  );
  server.setTimeout(IDLE_TIMEOUT_MS);
  const admission = createAdmission(limits.sockets, limits.socketsPerAddress);
  server.on('connection', (socket) => {
    const release = admission.admit(socket.remoteAddress ?? '');
    if (release) socket.once('close', release);
    else socket.destroy();
  });
  // Neither tunnels nor protocol changes: the socket is closed.
  server.on('connect', (_request, socket) => socket.destroy());
  return { server, sockets: () => admission.inUse() };
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
