import { createStore, type StoreApi } from 'zustand/vanilla';

import type { Client, StationEvent } from '#shared/contract/client.ts';
import type { Job } from '#shared/model/job.ts';

import type { BrowserClock } from '../client/browser-clock.ts';
import type { Link, LinkState } from '../client/link.ts';
import type { StationClock } from '../client/station-clock.ts';
import type { StationQueries } from './station-queries.ts';

/** How often the status is asked for, for the clock, the health and the cache figures. */
const STATUS_PERIOD_MS = 10_000;
/** How often what is on the air is asked for besides its events: preparation moves without them. */
const ON_AIR_PERIOD_MS = 5_000;

export interface StationState {
  readonly link: LinkState;
  /** Jobs by age, newest first. */
  readonly jobs: readonly Job[];
}

export interface StationStore {
  readonly store: StoreApi<StationState>;
  /** Begins to listen; the returned function ends it. */
  start(): () => void;
}

function withJob(jobs: readonly Job[], job: Job): Job[] {
  return [job, ...jobs.filter(({ id }) => id !== job.id)].sort((a, b) => b.startedAt - a.startedAt);
}

/** Mirrors the parts of the station that every view shows: connection, clock, jobs; and keeps the answers fresh. */
export function createStationStore(parts: {
  readonly client: Client;
  readonly link: Link;
  readonly clock: StationClock;
  readonly timers: BrowserClock;
  readonly queries: StationQueries;
}): StationStore {
  const { client, link, clock, timers, queries } = parts;
  const store = createStore<StationState>(() => ({ link: link.linkState(), jobs: [] }));

  async function readStatus(): Promise<void> {
    const askedMs = clock.monotonicMs();
    try {
      const status = await client.call('station.status', {});
      clock.learn(status.nowAt, askedMs, clock.monotonicMs());
      queries.put('station.status', {}, status);
    } catch {
      // The link's own state says that the station cannot be reached.
    }
  }

  async function readJobs(): Promise<void> {
    try {
      const jobs = await client.call('job.list', {});
      store.setState({ jobs: [...jobs].sort((a, b) => b.startedAt - a.startedAt) });
    } catch {
      // As above.
    }
  }

  function hear(event: StationEvent | 'gap'): void {
    queries.hear(event);
    if (event === 'gap') {
      void readJobs();
      void readStatus();
      return;
    }
    if (event.event === 'job.changed') {
      const { job } = event.payload;
      store.setState(({ jobs }) => ({ jobs: withJob(jobs, job) }));
    } else if (event.event === 'job.removed') {
      const { id } = event.payload;
      store.setState(({ jobs }) => ({ jobs: jobs.filter((job) => job.id !== id) }));
    } else if (event.event === 'settings.changed' || event.event === 'channels.changed') {
      void readStatus();
    }
  }

  return {
    store,
    start() {
      void readStatus();
      void readJobs();
      const stops = [
        client.on(hear),
        link.onLinkChange((state) => {
          store.setState({ link: state });
        }),
        link.onReconnect(() => {
          hear('gap');
        }),
        timers.every(STATUS_PERIOD_MS, () => void readStatus()),
        timers.every(ON_AIR_PERIOD_MS, () => {
          queries.refresh((method) => method === 'onair.list');
        }),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
