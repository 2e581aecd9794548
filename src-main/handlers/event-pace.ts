import { events } from '#shared/contract/events.ts';
import type { EventName } from '#shared/contract/events.ts';
import type { DurationMs } from '#shared/time/units.ts';

import type { EmittedEvent } from './event-bus.ts';

/** How often clients are told the same thing. */
export interface EventPace {
  /** What is the same. */
  readonly key: string;
  /** Between the first telling and the second. */
  readonly shortestMs: DurationMs;
  /** The wait doubles up to this while there is news, as in a scan of thousands of files. */
  readonly longestMs: DurationMs;
}

type Waits = Pick<EventPace, 'shortestMs' | 'longestMs'>;

/** What the station does by itself, which may come thousands of times; what an operator does is told at once. */
const WAITS: Partial<Record<EventName, Waits>> = {
  'library.changed': { shortestMs: 1_000, longestMs: 8_000 },
  'days.changed': { shortestMs: 1_000, longestMs: 4_000 },
  'log.changed': { shortestMs: 1_000, longestMs: 4_000 },
  'onair.changed': { shortestMs: 1_000, longestMs: 1_000 },
  'job.changed': { shortestMs: 250, longestMs: 1_000 },
};

/** The pace of the event; `null` when clients hear it at once. */
export function paceOf({ event, payload }: EmittedEvent): EventPace | null {
  const waits = WAITS[event as EventName];
  if (waits === undefined) return null;
  if (event !== 'job.changed') return { key: `${event} ${JSON.stringify(payload)}`, ...waits };
  const { job } = events['job.changed'].parse(payload);
  return job.state === 'running' ? { key: jobKey(job.id), ...waits } : null;
}

/** The keys of what must not be told any more after this event: the progress of a job that is over or gone. */
export function supersededBy({ event, payload }: EmittedEvent): string[] {
  if (event === 'job.removed') return [jobKey(events['job.removed'].parse(payload).id)];
  if (event !== 'job.changed') return [];
  const { job } = events['job.changed'].parse(payload);
  return job.state === 'running' ? [] : [jobKey(job.id)];
}

function jobKey(id: string): string {
  return `job ${id}`;
}
