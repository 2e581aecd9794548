import type { MasterClock } from '#main/clock/master-clock.ts';
import type { EventEnvelope } from '#shared/contract/envelope.ts';
import type { EventName, EventPayload } from '#shared/contract/events.ts';
import type { DurationMs, EpochMs } from '#shared/time/units.ts';

import { paceOf, supersededBy, type EventPace } from './event-pace.ts';

/** An event as the station's own parts hear it. */
export type EmittedEvent = Pick<EventEnvelope, 'event' | 'payload'>;

/** Tells what changed. */
export interface EventBus {
  emit<Name extends EventName>(event: Name, payload: EventPayload<Name>): void;
  /** Hears every event at once, for the station's own parts, until the returned function is called. */
  listen(listener: (event: EmittedEvent) => void): () => void;
  /**
   * Hears for a client, until the returned function is called: in order, each event numbered by one more than the one
   * before. What comes again and again is told at once the first time, and then at its pace, the latest only.
   */
  subscribe(listener: (event: EventEnvelope) => void): () => void;
  /** Forgets what is held back, once nothing emits any more. */
  close(): void;
}

interface Held {
  readonly pace: EventPace;
  waitMs: DurationMs;
  pending: EmittedEvent | null;
  cancel: () => void;
}

export function createEventBus(clock: MasterClock): EventBus {
  let sequence = 0;
  const parts = new Set<(event: EmittedEvent) => void>();
  const clients = new Set<(event: EventEnvelope) => void>();
  const held = new Map<string, Held>();

  function tell({ event, payload }: EmittedEvent): void {
    sequence += 1;
    for (const listener of [...clients]) listener({ event, sequence, payload });
  }

  function hold(key: string, entry: Held): void {
    const at: EpochMs = clock.nowAt() + entry.waitMs;
    entry.cancel = clock.callAt(at, () => {
      const { pending } = entry;
      if (pending === null) {
        held.delete(key);
        return;
      }
      entry.pending = null;
      entry.waitMs = Math.min(2 * entry.waitMs, entry.pace.longestMs);
      hold(key, entry);
      tell(pending);
    });
  }

  function pass(emitted: EmittedEvent): void {
    for (const key of supersededBy(emitted)) {
      held.get(key)?.cancel();
      held.delete(key);
    }
    const pace = paceOf(emitted);
    if (pace === null) {
      tell(emitted);
      return;
    }
    const known = held.get(pace.key);
    if (known) {
      known.pending = emitted;
      return;
    }
    const entry: Held = { pace, waitMs: pace.shortestMs, pending: null, cancel: () => undefined };
    held.set(pace.key, entry);
    hold(pace.key, entry);
    tell(emitted);
  }

  return {
    emit(event, payload) {
      const emitted: EmittedEvent = { event, payload };
      for (const listener of [...parts]) listener(emitted);
      pass(emitted);
    },
    listen(listener) {
      parts.add(listener);
      return () => {
        parts.delete(listener);
      };
    },
    subscribe(listener) {
      clients.add(listener);
      return () => {
        clients.delete(listener);
      };
    },
    close() {
      for (const { cancel } of held.values()) cancel();
      held.clear();
    },
  };
}
