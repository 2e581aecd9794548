import { WebSocket } from 'ws';
import { z } from 'zod';

import type { Transport } from '#shared/contract/client.ts';
import { EventEnvelope, RequestEnvelope, ResponseEnvelope } from '#shared/contract/envelope.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { RequestHost } from '#shared/model/approval.ts';

/** A transport that can be let go. */
export interface ClosableTransport extends Transport {
  close(): void;
}

interface Waiting {
  readonly resolve: (response: ResponseEnvelope) => void;
  readonly reject: (error: AppError) => void;
}

const Incoming = z.union([EventEnvelope, ResponseEnvelope]);

/**
 * Connects to a running station's control server (`http://127.0.0.1:<port>`). Rejects with `unavailable` when nobody
 * answers there and, on the first request, when the token is not the station's. `host` is what decisions are recorded as
 * made from.
 */
export async function connectToStation(
  controlUrl: string,
  token: string,
  host: RequestHost = 'command-line',
): Promise<ClosableTransport> {
  const socket = new WebSocket(`${controlUrl.replace(/^http/, 'ws')}/contract`, {
    perMessageDeflate: false,
  });
  const waiting = new Map<RequestEnvelope['id'], Waiting>();
  const listeners = new Set<(event: EventEnvelope) => void>();
  let lost: AppError | null = null;

  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', (error) => {
      reject(
        new AppError('unavailable', `No station answers at ${controlUrl}.`, {
          remedy: 'Start it with "retrovue serve", or leave it to the command to open the data.',
          cause: error.message,
        }),
      );
    });
  });
  socket.on('error', () => {
    socket.terminate();
  });
  socket.on('message', (data: Buffer) => {
    const frame = Incoming.safeParse(JSON.parse(data.toString('utf8')));
    if (!frame.success) return;
    if ('event' in frame.data) {
      for (const listener of [...listeners]) listener(frame.data);
    } else if (frame.data.id !== null) {
      waiting.get(frame.data.id)?.resolve(frame.data);
      waiting.delete(frame.data.id);
    }
  });
  socket.on('close', (code) => {
    lost =
      code === 4401
        ? new AppError('unauthorised', 'The station did not accept the key.', {
            remedy: 'Run the command as the user who started the station.',
          })
        : new AppError('unavailable', 'The connection to the station was lost.', {
            remedy: 'See whether the station still runs, then try again.',
          });
    for (const { reject } of waiting.values()) reject(lost);
    waiting.clear();
  });
  socket.send(JSON.stringify({ token, host }));

  return {
    request: (envelope) =>
      new Promise((resolve, reject) => {
        if (lost) {
          reject(lost);
          return;
        }
        waiting.set(envelope.id, { resolve, reject });
        socket.send(JSON.stringify(envelope));
      }),
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    close() {
      socket.close();
    },
  };
}
