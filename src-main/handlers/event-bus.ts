import type { EventEnvelope } from '#shared/contract/envelope.ts';
import type { EventName, EventPayload } from '#shared/contract/events.ts';

/** Tells every subscriber what changed, in order, each event numbered by one more than the one before. */
export interface EventBus {
  emit<Name extends EventName>(event: Name, payload: EventPayload<Name>): void;
  /** Hears every later event until the returned function is called. */
  subscribe(listener: (event: EventEnvelope) => void): () => void;
}

export function createEventBus(): EventBus {
  let sequence = 0;
  const listeners = new Set<(event: EventEnvelope) => void>();
  return {
    emit(event, payload) {
      sequence += 1;
      for (const listener of [...listeners]) listener({ event, sequence, payload });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
