import {
  type Query,
  QueryCache,
  QueryClient,
  type QueryObserverOptions,
} from '@tanstack/react-query';

import type { Client, StationEvent } from '#shared/contract/client.ts';
import type { EventName } from '#shared/contract/events.ts';
import type { Input, MethodName, Output } from '#shared/contract/index.ts';
import type { DurationMs } from '#shared/time/units.ts';

import type { BrowserClock } from '../client/browser-clock.ts';
import { asAppError } from './as-app-error.ts';
import type { Remote } from './remote.ts';

/** Events make the same question be asked at most so often, the first time at once, and never two at a time. */
const ASK_AGAIN_MS: DurationMs = 1_000;

type QuestionKey = readonly [MethodName, unknown];

/** A question to the station as TanStack Query takes it; `meta.topics` are the events that make its answer stale. */
export type Question<Name extends MethodName> = QueryObserverOptions<
  Output<Name>,
  Error,
  Output<Name>,
  Output<Name>,
  QuestionKey
> & { readonly queryKey: QuestionKey };

/** The station's answers, shared by everything on the page that asks the same. */
export interface StationQueries {
  readonly client: QueryClient;
  /** What asks and, while somebody looks at the answer, asks again whenever one of `topics` changes. A `null` input asks nothing. */
  question<Name extends MethodName>(
    method: Name,
    input: Input<Name> | null,
    topics: readonly EventName[],
  ): Question<Name>;
  /** Asks again what is on the page; what is not is asked again when it is next looked at. */
  refresh(matches: (method: MethodName, topics: readonly EventName[]) => boolean): void;
  /** Puts a known answer in place, such as one that a command returned; an older one that is on its way is dropped. */
  put<Name extends MethodName>(method: Name, input: Input<Name>, output: Output<Name>): void;
  /** Takes in an event, or a gap after which everything is stale. */
  hear(event: StationEvent | 'gap'): void;
}

/** Makes the shared answers over a client. The last answer stays on the page while a newer one is on its way. */
export function createStationQueries(
  station: Client,
  timers: Pick<BrowserClock, 'monotonicMs' | 'after'>,
): StationQueries {
  /** When each question was asked last. */
  const askedMs = new Map<string, number>();
  /** Questions about which something changed while their answer was on its way. */
  const outdated = new Set<string>();
  /** Questions that will be asked as soon as they have rested. */
  const resting = new Set<string>();

  const cache = new QueryCache({
    onSettled: (_data, _error, { queryHash }) => {
      const query = cache.get(queryHash);
      if (query && outdated.delete(queryHash)) askAgain(query);
    },
  });
  cache.subscribe(({ type, query }) => {
    if (type !== 'removed') return;
    askedMs.delete(query.queryHash);
    outdated.delete(query.queryHash);
  });
  const client = new QueryClient({
    queryCache: cache,
    defaultOptions: {
      queries: {
        // Events say what is stale, and the link says when it stands again.
        staleTime: Number.POSITIVE_INFINITY,
        retry: false,
        networkMode: 'always',
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
      },
    },
  });

  /** Asks what is on the page as soon as the last answer is there and the question has rested. */
  function askAgain(query: Query): void {
    query.invalidate();
    const { queryHash } = query;
    if (!query.isActive() || resting.has(queryHash)) return;
    if (query.state.fetchStatus !== 'idle') {
      outdated.add(queryHash);
      return;
    }
    const restMs =
      (askedMs.get(queryHash) ?? Number.NEGATIVE_INFINITY) + ASK_AGAIN_MS - timers.monotonicMs();
    if (restMs <= 0) {
      query.fetch().catch(() => {
        // The query holds the error for whoever looks at it.
      });
      return;
    }
    resting.add(queryHash);
    timers.after(restMs, () => {
      resting.delete(queryHash);
      if (query.state.isInvalidated) askAgain(query);
    });
  }

  function topicsOf(query: Query): readonly EventName[] {
    const metas = [query.meta, ...query.observers.map(({ options }) => options.meta)];
    return metas.flatMap((meta) => (meta?.['topics'] ?? []) as EventName[]);
  }

  const queries: StationQueries = {
    client,
    question: (method, input, topics) => ({
      queryKey: [method, input],
      queryFn: ({ queryKey }) => {
        const query = cache.find({ queryKey, exact: true });
        if (query) askedMs.set(query.queryHash, timers.monotonicMs());
        return station.call(method, input as Input<typeof method>);
      },
      enabled: input !== null,
      meta: { topics },
    }),
    refresh(matches) {
      for (const query of cache.getAll()) {
        const [method] = query.queryKey as QuestionKey;
        if (matches(method, topicsOf(query))) askAgain(query);
      }
    },
    put(method, input, output) {
      const queryKey: QuestionKey = [method, input];
      void client.cancelQueries({ queryKey, exact: true });
      client.setQueryData(queryKey, output);
    },
    hear(event) {
      if (event === 'gap') queries.refresh(() => true);
      else queries.refresh((_method, topics) => topics.includes(event.event));
    },
  };
  return queries;
}

/** An answer as views take it: the last one that came, else why there is none. */
export function remoteOf<Value>(answer: {
  readonly data: Value | undefined;
  readonly error: Error | null;
}): Remote<Value> {
  if (answer.data !== undefined) return { state: 'ready', value: answer.data };
  if (answer.error !== null) return { state: 'failed', error: asAppError(answer.error) };
  return { state: 'loading' };
}
