import { fromWireError } from '../errors/app-error.ts';
import type { EventEnvelope, RequestEnvelope, ResponseEnvelope } from './envelope.ts';
import type { EventName, EventPayload } from './events.ts';
import type { Input, MethodName, Output } from './index.ts';

/** Carries envelopes; knows no method. Electron IPC, a WebSocket, or `dispatch` itself. */
export interface Transport {
  request(envelope: RequestEnvelope): Promise<ResponseEnvelope>;
  /** Delivers pushes in order until the returned function is called. */
  subscribe(onEvent: (event: EventEnvelope) => void): () => void;
}

/** An event that arrived, typed by its name. */
export type StationEvent = {
  [Name in EventName]: { readonly event: Name; readonly payload: EventPayload<Name> };
}[EventName];

/** The station as its clients see it, wherever it runs. */
export interface Client {
  /** Calls a method. Rejects with an `AppError`. */
  call<Name extends MethodName>(method: Name, input: Input<Name>): Promise<Output<Name>>;
  /** Hears every event; `'gap'` says that some were missed and all snapshots are stale. */
  on(listener: (event: StationEvent | 'gap') => void): () => void;
}

/** Makes the typed client over a transport. The only place, with `dispatch`, where a method's types are asserted. */
export function createClient(transport: Transport): Client {
  let nextId = 0;
  return {
    async call<Name extends MethodName>(method: Name, input: Input<Name>): Promise<Output<Name>> {
      nextId += 1;
      const response = await transport.request({
        id: nextId,
        method,
        input: input as RequestEnvelope['input'],
      });
      if (!response.ok) throw fromWireError(response.error);
      return response.output as Output<Name>;
    },
    on(listener) {
      let last: number | null = null;
      return transport.subscribe((envelope) => {
        if (last !== null && envelope.sequence !== last + 1) listener('gap');
        last = envelope.sequence;
        listener({ event: envelope.event, payload: envelope.payload } as StationEvent);
      });
    },
  };
}
