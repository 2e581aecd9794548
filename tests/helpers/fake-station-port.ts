import type { StationPort } from '#main/transport/station-port.ts';
import type { EventEnvelope, ResponseEnvelope } from '#shared/contract/envelope.ts';

/** A station that records what it is asked and answers as it is told. */
export interface FakeStation extends StationPort {
  readonly asked: { raw: unknown; signal: { readonly aborted: boolean } | null }[];
  answer: (raw: unknown) => Promise<ResponseEnvelope> | ResponseEnvelope;
  closeCount: number;
  emit(envelope: EventEnvelope): void;
}

export function createFakeStation(): FakeStation {
  const listeners = new Set<(event: EventEnvelope) => void>();
  const station: FakeStation = {
    asked: [],
    closeCount: 0,
    answer: (raw) => ({ id: (raw as { id: number }).id, ok: true, output: 'answer' }),
    async dispatch(raw, context) {
      station.asked.push({ raw, signal: context?.signal ?? null });
      return station.answer(raw);
    },
    events: {
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    async close() {
      station.closeCount += 1;
    },
    emit(envelope) {
      for (const listener of [...listeners]) listener(envelope);
    },
  };
  return station;
}
