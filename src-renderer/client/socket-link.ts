import { z } from 'zod';

import {
  EventEnvelope,
  ResponseEnvelope,
  type RequestEnvelope,
} from '#shared/contract/envelope.ts';
import { AppError } from '#shared/errors/app-error.ts';

import type { BrowserClock } from './browser-clock.ts';
import type { Link, LinkState } from './link.ts';

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
  /** Proves that this page may talk to the station; sent as the first message. */
  readonly token: string | null;
  readonly clock: BrowserClock;
}

/** The wait before each attempt to reconnect; the last one repeats. */
export const RECONNECT_WAITS_MS = [250, 500, 1_000, 2_000, 4_000, 5_000] as const;

/** WebSocket close codes with which the control server says that the token is wrong. */
const REFUSED_CODES = new Set([1008, 4401, 4403]);

const Incoming = z.union([EventEnvelope, ResponseEnvelope]);

interface Waiting {
  readonly resolve: (response: ResponseEnvelope) => void;
  readonly reject: (error: AppError) => void;
}

/**
 * Carries envelopes over one WebSocket at a time and opens the next when it breaks. Requests under way when it breaks
 * fail with `unavailable`, because nobody knows whether they were carried out; they are never sent twice.
 */
export function createSocketLink(options: SocketLinkOptions): Link {
  const { clock } = options;
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
      opened.send(JSON.stringify({ token: options.token ?? '' }));
      for (const envelope of unsent) opened.send(JSON.stringify(envelope));
      unsent = [];
      const isAgain = hasOpened;
      hasOpened = true;
      become({ state: 'open', heardMs: clock.monotonicMs(), reason: null });
      if (isAgain) for (const listener of reconnects) listener();
    };
    opened.onmessage = ({ data }) => {
      receive(data);
    };
    opened.onclose = ({ code }) => {
      if (socket !== opened) return;
      socket = null;
      failAll();
      if (isClosed) return;
      if (REFUSED_CODES.has(code)) {
        become({
          ...state,
          state: 'refused',
          reason: 'The station did not accept this page’s key. Open the address it printed again.',
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
    const parsed = Incoming.safeParse(JSON.parse(data));
    if (!parsed.success) return;
    state = { ...state, heardMs: clock.monotonicMs() };
    const envelope = parsed.data;
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
    close() {
      isClosed = true;
      cancelRetry?.();
      socket?.close();
      failAll();
    },
  };
}
