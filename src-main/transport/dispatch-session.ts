import {
  CancelEnvelope,
  RequestEnvelope,
  type ResponseEnvelope,
} from '#shared/contract/envelope.ts';
import type { RequestHost } from '#shared/model/approval.ts';

/** The station's way in, as every transport sees it: envelopes in, envelopes out, never a rejection. */
export type Dispatch = (
  raw: unknown,
  context?: {
    readonly signal: { readonly aborted: boolean } | null;
    readonly host: RequestHost;
  },
) => Promise<ResponseEnvelope>;

/** One client's requests in flight. */
export interface DispatchSession {
  /** Runs a request and answers it once; a cancel envelope ends a running one and is itself not answered. */
  receive(raw: unknown, answer: (response: ResponseEnvelope) => void): Promise<void>;
  /** Whether the client waits for the answer of a method. */
  isRunning(method: string): boolean;
  /** The client has gone: everything in flight is cancelled and nothing is answered any more. */
  close(): void;
}

type RequestId = RequestEnvelope['id'];

interface Running {
  readonly method: string;
  readonly controller: AbortController;
  readonly answer: (response: ResponseEnvelope) => void;
}

/** Keeps track of one client's requests, so that each can be cancelled and all end with the client. */
export function createDispatchSession(dispatch: Dispatch, host: RequestHost): DispatchSession {
  const running = new Map<RequestId, Running>();
  let isOpen = true;

  function cancel(id: RequestId): void {
    const request = running.get(id);
    if (!request) return;
    running.delete(id);
    request.controller.abort();
    request.answer({
      id,
      ok: false,
      error: { code: 'cancelled', message: 'The request was cancelled.', details: {} },
    });
  }

  return {
    async receive(raw, answer) {
      const cancelled = CancelEnvelope.safeParse(raw);
      if (cancelled.success) {
        cancel(cancelled.data.id);
        return;
      }
      const request = RequestEnvelope.safeParse(raw);
      const id = request.success ? request.data.id : null;
      if (id !== null && running.has(id)) {
        answer({
          id,
          ok: false,
          error: {
            code: 'invalid-input',
            message: `A request with the id "${String(id)}" is still running.`,
            details: { field: 'id', remedy: 'Give every request an id of its own.' },
          },
        });
        return;
      }
      const method = request.success ? request.data.method : '';
      const own: Running = { method, controller: new AbortController(), answer };
      if (id !== null) running.set(id, own);
      const response = await dispatch(raw, { signal: own.controller.signal, host });
      if (!isOpen) return;
      if (id === null) answer(response);
      else if (running.get(id) === own) {
        running.delete(id);
        answer(response);
      }
    },
    isRunning: (method) => [...running.values()].some((request) => request.method === method),
    close() {
      isOpen = false;
      for (const request of running.values()) request.controller.abort();
      running.clear();
    },
  };
}
