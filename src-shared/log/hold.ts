import { NO_TRANSITION, type LogEvent } from '../model/log.ts';
import type { DurationMs } from '../time/units.ts';

/** A hold shorter than this is over before a fade would be seen. */
const SHORTEST_FADE_MS = 200;

type Holding = Pick<LogEvent, 'kind' | 'durationMs' | 'transitionOut' | 'lineage'>;

/**
 * A row that is longer than its content by so many milliseconds: its last picture stays, without sound, and fades to black.
 * A row that holds already holds longer; black just goes on.
 */
export function holding<Event extends Holding>(event: Event, addedMs: DurationMs): Event {
  if (addedMs === 0) return event;
  if (event.kind === 'pad') return { ...event, durationMs: event.durationMs + addedMs };
  const heldMs = (event.lineage.heldMs ?? 0) + addedMs;
  return {
    ...event,
    durationMs: event.durationMs + addedMs,
    ...(heldMs < SHORTEST_FADE_MS
      ? {}
      : { transitionOut: { kind: 'fade', durationMs: heldMs } as const }),
    lineage: { ...event.lineage, heldMs },
  };
}

/** What of a row is content: all of it but its hold. */
export function contentMsOf({
  durationMs,
  lineage,
}: Pick<LogEvent, 'durationMs' | 'lineage'>): DurationMs {
  return durationMs - (lineage.heldMs ?? 0);
}

/** A row that ends after so many milliseconds, before its own end; of its hold stays what lies before. */
export function endingAfter<Event extends Holding>(event: Event, durationMs: DurationMs): Event {
  const { heldMs: _held, ...lineage } = event.lineage;
  const heldMs = durationMs - contentMsOf(event);
  return {
    ...event,
    durationMs,
    transitionOut: NO_TRANSITION,
    lineage: heldMs > 0 ? { ...lineage, heldMs } : lineage,
  };
}
