import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';

import Fastify, { type FastifyInstance } from 'fastify';

import type { MasterClock } from '#main/clock/master-clock.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { OtherPagesMay } from '#shared/model/settings.ts';

import { createAdmission } from './admission.ts';
import { DEFAULT_STREAM_PACE, type StreamPace } from './continuous-stream.ts';
import { createDevices } from './devices.ts';
import { addErrorAnswers } from './error-answers.ts';
import { addGuideRoutes } from './guide-routes.ts';
import { addHlsRoutes } from './hls-routes.ts';
import { createListener, type Listener } from './http-listener.ts';
import { addIptvRoutes } from './iptv-routes.ts';
import { DEFAULT_BROADCAST_LIMITS, type BroadcastLimits } from './limits.ts';
import type { OnAirSource } from './on-air-source.ts';
import { createRequestRate } from './request-rate.ts';
import { readPageFiles } from './documents/page-files.ts';
import type { BroadcastLog, OpenStream, ServerContext } from './server-context.ts';

export interface BroadcastServerOptions {
  readonly source: OnAirSource;
  readonly clock: MasterClock;
  /** `127.0.0.1` until the operator shares on the network; then `0.0.0.0`. */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Names beside IP literals and `localhost` under which the station may be asked (its mDNS and host name). */
  readonly allowedHosts: readonly string[];
  /** The built interface, with `public/index.html` and `assets/` in it. */
  readonly pageFolder: string;
  /** The station's name at this moment. */
  readonly stationName: () => string;
  /** Origins of the station's own interface, which is served elsewhere. */
  readonly ownOrigins: () => readonly string[];
  /** What pages of other origins may do; nothing while `host` is this machine's alone. */
  readonly otherPagesMay: () => OtherPagesMay;
  readonly log: BroadcastLog;
  readonly limits?: BroadcastLimits;
  readonly pace?: StreamPace;
}

/** Who is connected at this moment. */
export interface BroadcastConnections {
  readonly sockets: number;
  readonly streams: readonly OpenStream[];
}

export interface BroadcastServer {
  /** The address for this machine. */
  readonly url: string;
  /** Every address under which the server can be reached. */
  readonly urls: readonly string[];
  connections(): BroadcastConnections;
  /** Ends every stream and connection and frees the port. */
  close(): Promise<void>;
}

/**
 * Starts the public, read-only server: HLS, continuous streams, channel list, guide. It changes nothing in the
 * station except that viewers bring channels on the air. Throws `unavailable` when the port cannot be had.
 */
export async function createBroadcastServer(
  options: BroadcastServerOptions,
): Promise<BroadcastServer> {
  const { source, clock, host, port, allowedHosts, pageFolder, log } = options;
  const limits = options.limits ?? DEFAULT_BROADCAST_LIMITS;
  const closing = new AbortController();
  const context: ServerContext = {
    source,
    clock,
    log,
    stationName: options.stationName,
    page: await readPageFiles(pageFolder),
    originPolicy: () => ({
      isShared: !isLoopback(host),
      otherPagesMay: options.otherPagesMay(),
      ownOrigins: options.ownOrigins(),
    }),
    devices: createDevices(clock, limits),
    documentRate: createRequestRate(clock, limits.documentsPerAddress),
    streamAdmission: createAdmission(limits.streams, limits.streamsPerAddress),
    openStreams: new Set(),
    pace: options.pace ?? DEFAULT_STREAM_PACE,
    closing: closing.signal,
  };
  const listeners: Listener[] = [];
  const app = Fastify({
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 100 },
    serverFactory: (handle) => {
      const listener = createListener(handle, { allowedHosts, limits, clock, log });
      listeners.push(listener);
      return listener.server;
    },
  });
  addErrorAnswers(app, log);
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff');
  });
  app.get('/health', async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'on air' }),
  );
  addHlsRoutes(app, context);
  addIptvRoutes(app, context);
  addGuideRoutes(app, context);
  await listen(app, host, port);

  const actualPort = portOf(app.server.address());
  const urls = namesOf(host).map((name) => `http://${name}:${String(actualPort)}`);
  return {
    url: urls[0] ?? `http://127.0.0.1:${String(actualPort)}`,
    urls,
    connections: () => ({
      sockets: listeners.reduce((sum, listener) => sum + listener.sockets(), 0),
      streams: [...context.openStreams],
    }),
    async close() {
      closing.abort();
      await app.close();
    },
  };
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    await app.close();
    throw new AppError(
      'unavailable',
      `The broadcast cannot use port ${String(port)} on ${host}.`,
      { field: 'broadcastPort', remedy: 'Choose another port, or 0 for any free one.' },
      { cause },
    );
  }
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** The names under which a listener on `host` is reached: itself, or loopback and every network address. */
function namesOf(host: string): string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host.includes(':') ? `[${host}]` : host];
  const external = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
  return ['127.0.0.1', ...external];
}
