import { createStore, type StoreApi } from 'zustand/vanilla';

import type { Client, StationEvent } from '#shared/contract/client.ts';
import type { EventName } from '#shared/contract/events.ts';
import type { Input, MethodName, Output } from '#shared/contract/index.ts';
import type { DurationMs } from '#shared/time/units.ts';

import type { BrowserClock } from '../client/browser-clock.ts';
import { asAppError } from './as-app-error.ts';
import { LOADING, type Remote } from './remote.ts';

/** How many answers nobody looks at any more are kept for going back. */
const KEPT_UNWATCHED = 60;
/** Events make the same question be asked at most so often, the first time at once, and never two at a time. */
const ASK_AGAIN_MS: DurationMs = 1_000;

interface Entry {
  readonly method: MethodName;
  readonly input: unknown;
  readonly topics: readonly EventName[];
  watchers: number;
  /** Counts requests, so that a late answer to an old one is dropped. */
  asked: number;
  isStale: boolean;
  /** Questions whose answers are on their way. */
  asking: number;
  /** Something changed while an answer was on its way. */
  isOutdated: boolean;
  /** It will be asked again at {@link Entry.restedMs}. */
  isWaiting: boolean;
  /** When events may make it be asked again. */
  restedMs: number;
}

export interface QueryState {
  /** Answers by `method` and input. */
  readonly answers: Readonly<Record<string, Remote<unknown>>>;
}

/** The station's answers, shared by everything on the page that asks the same. */
export interface QueryStore {
  readonly store: StoreApi<QueryState>;
  /** The key under which the answer to this question lies. */
  keyOf<Name extends MethodName>(method: Name, input: Input<Name>): string;
  /** Asks, and asks again whenever one of `topics` changes, until the returned function is called. */
  watch<Name extends MethodName>(
    method: Name,
    input: Input<Name>,
    topics: readonly EventName[],
  ): () => void;
  /** Asks again what is on the page; what is not is asked again when it is next looked at. */
  refresh(matches: (method: MethodName, topics: readonly EventName[]) => boolean): void;
  /** Puts a known answer in place, such as one that a command returned. */
  put<Name extends MethodName>(method: Name, input: Input<Name>, output: Output<Name>): void;
  /** Takes in an event, or a gap after which everything is stale. */
  hear(event: StationEvent | 'gap'): void;
}

/** Makes the shared answers over a client. Keeps the last answer on the page while a newer one is on its way. */
export function createQueryStore(
  client: Client,
  timers: Pick<BrowserClock, 'monotonicMs' | 'after'>,
): QueryStore {
  const store = createStore<QueryState>(() => ({ answers: {} }));
  const entries = new Map<string, Entry>();

  function keyOf(method: MethodName, input: unknown): string {
    return `${method} ${JSON.stringify(input)}`;
  }

  function setAnswer(key: string, answer: Remote<unknown>): void {
    store.setState(({ answers }) => ({ answers: { ...answers, [key]: answer } }));
  }

  async function ask(key: string, entry: Entry): Promise<void> {
    entry.asked += 1;
    entry.asking += 1;
    entry.isStale = false;
    entry.restedMs = timers.monotonicMs() + ASK_AGAIN_MS;
    const ticket = entry.asked;
    try {
      const value = await client.call(entry.method, entry.input as Input<MethodName>);
      if (entry.asked === ticket) setAnswer(key, { state: 'ready', value });
    } catch (error) {
      if (entry.asked !== ticket) return;
      const known = store.getState().answers[key];
      if (known?.state !== 'ready') setAnswer(key, { state: 'failed', error: asAppError(error) });
      else entry.isStale = true;
    } finally {
      entry.asking -= 1;
      if (entry.isOutdated && entry.asking === 0) askAgain(key, entry);
    }
  }

  /** What is on the page is asked again as soon as the last answer is there and it has rested. */
  function askAgain(key: string, entry: Entry): void {
    entry.isStale = true;
    entry.isOutdated = entry.asking > 0;
    if (entry.isOutdated || entry.isWaiting || entry.watchers === 0) return;
    const waitMs = entry.restedMs - timers.monotonicMs();
    if (waitMs <= 0) {
      void ask(key, entry);
      return;
    }
    entry.isWaiting = true;
    timers.after(waitMs, () => {
      entry.isWaiting = false;
      if (entry.isStale) askAgain(key, entry);
    });
  }

  function forgetOldest(): void {
    const idle = [...entries].filter(([, entry]) => entry.watchers === 0);
    for (const [key] of idle.slice(0, Math.max(0, idle.length - KEPT_UNWATCHED))) {
      entries.delete(key);
      store.setState(({ answers }) => {
        const { [key]: _gone, ...rest } = answers;
        return { answers: rest };
      });
    }
  }

  const queries: QueryStore = {
    store,
    keyOf,
    watch(method, input, topics) {
      const key = keyOf(method, input);
      let entry = entries.get(key);
      if (!entry) {
        entry = {
          method,
          input,
          topics,
          watchers: 0,
          asked: 0,
          asking: 0,
          restedMs: 0,
          isStale: true,
          isOutdated: false,
          isWaiting: false,
        };
        entries.set(key, entry);
      }
      entry.watchers += 1;
      if (entry.isStale || store.getState().answers[key]?.state === 'failed') {
        if (store.getState().answers[key]?.state !== 'ready') setAnswer(key, LOADING);
        void ask(key, entry);
      }
      const watched = entry;
      return () => {
        watched.watchers -= 1;
        if (watched.watchers === 0) forgetOldest();
      };
    },
    refresh(matches) {
      for (const [key, entry] of entries) {
        if (!matches(entry.method, entry.topics)) continue;
        askAgain(key, entry);
      }
    },
    put(method, input, output) {
      const key = keyOf(method, input);
      const entry = entries.get(key);
      if (entry) entry.asked += 1;
      setAnswer(key, { state: 'ready', value: output });
    },
    hear(event) {
      if (event === 'gap') queries.refresh(() => true);
      else queries.refresh((_method, topics) => topics.includes(event.event));
    },
  };
  return queries;
}
