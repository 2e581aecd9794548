import type { Dispatch } from '#main/handlers/dispatch.ts';
import type { EventBus } from '#main/handlers/event-bus.ts';
import type { Transport } from '#shared/contract/client.ts';
import type { ResponseEnvelope } from '#shared/contract/envelope.ts';

/** The contract within one process. Envelopes go through JSON text, so that nothing crosses here that would not elsewhere. */
export function createInProcessTransport(dispatch: Dispatch, events: EventBus): Transport {
  return {
    async request(envelope) {
      const response = await dispatch(throughJson(envelope));
      return throughJson(response) as ResponseEnvelope;
    },
    subscribe: (listener) => events.subscribe(listener),
  };
}

function throughJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
