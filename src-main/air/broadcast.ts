import { hostname } from 'node:os';

import {
  type BroadcastServer,
  type BroadcastServerOptions,
  createBroadcastServer,
} from '#main/broadcast/server.ts';
import { AppError } from '#shared/errors/app-error.ts';

/** Where the broadcast server listens. */
export interface BroadcastAddress {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
}

/** The broadcast server and its place on the network, which may change while it runs. */
export interface Broadcast {
  url(): string;
  /** Addresses other devices can use; none while only this machine is served. */
  networkUrls(): string[];
  /** Moves the server. When the new place cannot be had it stays, or returns, where it was, and this rejects. */
  move(address: BroadcastAddress): Promise<void>;
  close(): Promise<void>;
}

export type BroadcastOptions = Omit<BroadcastServerOptions, 'host' | 'port' | 'allowedHosts'>;

/** Starts the broadcast server at the address. Rejects with `unavailable` when its port cannot be had. */
export async function startBroadcast(
  options: BroadcastOptions,
  address: BroadcastAddress,
): Promise<Broadcast> {
  let current = address;
  let server: BroadcastServer | null = await listen(options, address);

  async function open(): Promise<BroadcastServer> {
    server ??= await listen(options, current);
    return server;
  }

  return {
    url: () => server?.url ?? `http://127.0.0.1:${String(current.port)}`,
    networkUrls: () => (server?.urls ?? []).filter((url) => !isLoopback(url)),
    async move(next) {
      const old = await open();
      const isSamePort = next.port !== 0 && new URL(old.url).port === String(next.port);
      if (isSamePort) {
        server = null;
        await old.close();
      }
      try {
        server = await listen(options, next);
        current = next;
      } catch (error) {
        server ??= await listen(options, current);
        throw error;
      }
      if (!isSamePort) await old.close();
    },
    async close() {
      const closing = server;
      server = null;
      await closing?.close();
    },
  };
}

function listen(
  options: BroadcastOptions,
  { host, port }: BroadcastAddress,
): Promise<BroadcastServer> {
  const name = hostname();
  return createBroadcastServer({ ...options, host, port, allowedHosts: [name, `${name}.local`] });
}

function isLoopback(url: string): boolean {
  return new URL(url).hostname.startsWith('127.') || new URL(url).hostname === 'localhost';
}

/** Tries each address in turn; the first that can be had is taken. */
export async function startBroadcastAtFirst(
  options: BroadcastOptions,
  addresses: readonly BroadcastAddress[],
): Promise<Broadcast> {
  let refusal: unknown = new AppError('unavailable', 'No address was given for the broadcast.');
  for (const address of addresses) {
    try {
      return await startBroadcast(options, address);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      refusal = error;
    }
  }
  throw refusal;
}
