import { z } from 'zod';

import {
  EventEnvelope,
  ResponseEnvelope,
  type RequestEnvelope,
} from '#shared/contract/envelope.ts';
import { AppError } from '#shared/errors/app-error.ts';

import type { BrowserClock } from './browser-clock.ts';
import type { Link, LinkState } from './link.ts';
import type { PageKeys } from './token.ts';

/** The part of a WebSocket that is used here. */
export interface Socket {
  send(text: string): void;
  close(): void;
  onopen: (() => void) | null;
  onmessage: ((message: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly code: number }) => void) | null;
}

export interface SocketLinkOptions {
  readonly openSocket: () => Socket;
  /** Prove that this page may talk to the station; the first message says one of them. */
  readonly keys: PageKeys;
  readonly clock: BrowserClock;
}

/** The wait before each attempt to reconnect; the last one repeats. */
export const RECONNECT_WAITS_MS = [250, 500, 1_000, 2_000, 4_000, 5_000] as const;

/** WebSocket close codes with which the control server says that the token is wrong. */
const REFUSED_CODES = new Set([1008, 4401, 4403]);

const Incoming = z.union([EventEnvelope, ResponseEnvelope, z.object({ session: z.string() })]);

interface Waiting {
  readonly resolve: (response: ResponseEnvelope) => void;
  readonly reject: (error: AppError) => void;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Carries envelopes over one WebSocket at a time and opens the next when it breaks. Requests under way when it breaks
 * fail with `unavailable`, because nobody knows whether they were carried out; they are never sent twice.
 */
export function createSocketLink(options: SocketLinkOptions): Link {
  const { clock, keys } = options;
  const waiting = new Map<RequestEnvelope['id'], Waiting>();
  const events = new Set<(event: EventEnvelope) => void>();
  const changes = new Set<(state: LinkState) => void>();
  const reconnects = new Set<() => void>();
  let socket: Socket | null = null;
  let unsent: RequestEnvelope[] = [];
  let attempts = 0;
  let hasOpened = false;
  let isClosed = false;
  let cancelRetry: (() => void) | null = null;
  let code = options.keys.code;
  let state: LinkState = { state: 'connecting', heardMs: null, reason: null };

  function become(next: LinkState): void {
    state = next;
    for (const listener of changes) listener(state);
  }

  function failAll(): void {
    const error = new AppError('unavailable', 'The connection to the station was lost.', {
      remedy: 'Wait for it to come back, look whether the change was made, and try again.',
    });
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    unsent = [];
  }

  function open(): void {
    cancelRetry = null;
    const opened = options.openSocket();
    socket = opened;
    opened.onopen = () => {
      attempts = 0;
      opened.send(JSON.stringify(code === null ? { token: keys.session() ?? '' } : { code }));
      for (const envelope of unsent) opened.send(JSON.stringify(envelope));
      unsent = [];
      const isAgain = hasOpened;
      hasOpened = true;
      become({ state: 'open', heardMs: clock.monotonicMs(), reason: null });
      if (isAgain) for (const listener of reconnects) listener();
    };
    opened.onmessage = ({ data }) => {
      if (socket === opened) receive(data);
    };
    opened.onclose = ({ code: closeCode }) => {
      if (socket !== opened) return;
      socket = null;
      failAll();
      if (isClosed) return;
      if (REFUSED_CODES.has(closeCode) && code !== null && keys.session() !== null) {
        // The code was used before, as when the address is opened again in a tab that is let in already.
        code = null;
        open();
        return;
      }
      if (REFUSED_CODES.has(closeCode)) {
        become({
          ...state,
          state: 'refused',
          reason:
            'The station does not let this page in any more. Run "retrovue open" for a new address.',
        });
        return;
      }
      become({ ...state, state: 'lost', reason: 'The station does not answer.' });
      const wait = RECONNECT_WAITS_MS[Math.min(attempts, RECONNECT_WAITS_MS.length - 1)] ?? 5_000;
      attempts += 1;
      cancelRetry = clock.after(wait, open);
    };
  }

  function receive(data: unknown): void {
    if (typeof data !== 'string') return;
    const parsed = Incoming.safeParse(jsonOf(data));
    if (!parsed.success) return;
    state = { ...state, heardMs: clock.monotonicMs() };
    const envelope = parsed.data;
    if ('session' in envelope) {
      code = null;
      keys.keep(envelope.session);
      return;
    }
    if ('event' in envelope) {
      for (const listener of events) listener(envelope);
      return;
    }
    if (envelope.id === null) return;
    const request = waiting.get(envelope.id);
    waiting.delete(envelope.id);
    request?.resolve(envelope);
  }

  open();
  return {
    request(envelope) {
      return new Promise((resolve, reject) => {
        if (isClosed || state.state === 'lost' || state.state === 'refused') {
          reject(
            new AppError('unavailable', state.reason ?? 'The station does not answer.', {
              remedy: 'Start the station, or wait for the connection to come back.',
            }),
          );
          return;
        }
        waiting.set(envelope.id, { resolve, reject });
        if (state.state === 'open') socket?.send(JSON.stringify(envelope));
        else unsent.push(envelope);
      });
    },
    subscribe(listener) {
      events.add(listener);
      return () => events.delete(listener);
    },
    linkState: () => state,
    onLinkChange(listener) {
      changes.add(listener);
      return () => changes.delete(listener);
    },
    onReconnect(listener) {
      reconnects.add(listener);
      return () => reconnects.delete(listener);
    },
    enterAgain(next) {
      code = next;
      const left = socket;
      // What the old connection still says is not listened to.
      socket = null;
      cancelRetry?.();
      left?.close();
      failAll();
      become({ ...state, state: 'connecting', reason: null });
      open();
    },
    close() {
      isClosed = true;
      cancelRetry?.();
      socket?.close();
      failAll();
    },
  };
}
