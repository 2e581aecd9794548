import { WebSocket } from 'ws';
import { z } from 'zod';

import type { Transport } from '#shared/contract/client.ts';
import {
  EventEnvelope,
  LARGEST_REQUEST_BYTES,
  RequestEnvelope,
  ResponseEnvelope,
} from '#shared/contract/envelope.ts';
import { AppError, invalidInput } from '#shared/errors/app-error.ts';
import type { RequestHost } from '#shared/model/approval.ts';

/** A transport that can be let go. */
export interface ClosableTransport extends Transport {
  /** Rejects when the connection is lost, not when it is closed from this side. */
  readonly lost: Promise<never>;
  close(): void;
}

interface Waiting {
  readonly resolve: (response: ResponseEnvelope) => void;
  readonly reject: (error: AppError) => void;
}

const Incoming = z.union([EventEnvelope, ResponseEnvelope]);

/** A program at the port that accepts the connection and says nothing is no station. */
const HANDSHAKE_MS = 5_000;
/** More than the longest XMLTV of a station. */
const LARGEST_ANSWER_BYTES = 256 * 1024 * 1024;

/** What a frame says, or `null` when it is not of the contract. */
function readFrame(data: Buffer): z.infer<typeof Incoming> | null {
  try {
    const frame = Incoming.safeParse(JSON.parse(data.toString('utf8')));
    return frame.success ? frame.data : null;
  } catch {
    return null;
  }
}

function tooLarge(): AppError {
  return invalidInput(
    'input',
    `This is more than the ${String(LARGEST_REQUEST_BYTES / 1024 / 1024)} MB that a station takes in one request.`,
    'Send it in parts.',
  );
}

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
    handshakeTimeout: HANDSHAKE_MS,
    maxPayload: LARGEST_ANSWER_BYTES,
  });
  const waiting = new Map<RequestEnvelope['id'], Waiting>();
  const listeners = new Set<(event: EventEnvelope) => void>();
  let lost: AppError | null = null;
  let isClosing = false;
  let tellLost: (error: AppError) => void = () => undefined;
  const whenLost = new Promise<never>((_resolve, reject) => {
    tellLost = reject;
  });
  whenLost.catch(() => undefined);

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
    const frame = readFrame(data);
    if (frame === null) {
      socket.terminate();
    } else if ('event' in frame) {
      for (const listener of [...listeners]) listener(frame);
    } else if (frame.id !== null) {
      waiting.get(frame.id)?.resolve(frame);
      waiting.delete(frame.id);
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
    if (!isClosing) tellLost(lost);
  });
  socket.send(JSON.stringify({ token, host }));

  return {
    request: (envelope) =>
      new Promise((resolve, reject) => {
        if (lost) {
          reject(lost);
          return;
        }
        const text = JSON.stringify(envelope);
        if (Buffer.byteLength(text) > LARGEST_REQUEST_BYTES) {
          reject(tooLarge());
          return;
        }
        waiting.set(envelope.id, { resolve, reject });
        socket.send(text);
      }),
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    lost: whenLost,
    close() {
      isClosing = true;
      socket.close();
    },
  };
}
