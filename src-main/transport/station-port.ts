import {
  type EventEnvelope,
  RequestEnvelope,
  type ResponseEnvelope,
} from '#shared/contract/envelope.ts';

import type { Dispatch } from './dispatch-session.ts';
import type { ClosableTransport } from './websocket-client.ts';

/** As much of a station as a host needs to carry its contract: one in this process, or one reached over a wire. */
export interface StationPort {
  readonly dispatch: Dispatch;
  readonly events: {
    subscribe(listener: (event: EventEnvelope) => void): () => void;
  };
  close(): Promise<void>;
}

/**
 * A station that runs in another host, as a port. Requests get ids of this port's own, because a window that was
 * loaded again counts from one again. Never rejects: a lost connection is an answer, like every other failure.
 */
export function portOfTransport(transport: ClosableTransport): StationPort {
  let lastId = 0;
  return {
    async dispatch(raw) {
      const request = RequestEnvelope.safeParse(raw);
      if (!request.success) {
        return refusal(null, 'invalid-input', 'This is not a request of the contract.');
      }
      const { id } = request.data;
      lastId += 1;
      try {
        const response = await transport.request({ ...request.data, id: lastId });
        return { ...response, id };
      } catch (error) {
        const message = error instanceof Error ? error.message : 'The station cannot be reached.';
        return refusal(id, 'unavailable', message);
      }
    },
    events: { subscribe: (listener) => transport.subscribe(listener) },
    async close() {
      transport.close();
    },
  };
}

function refusal(
  id: RequestEnvelope['id'] | null,
  code: 'invalid-input' | 'unavailable',
  message: string,
): ResponseEnvelope {
  return { id, ok: false, error: { code, message, details: {} } };
}
