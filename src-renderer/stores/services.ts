import { createContext, useContext } from 'react';

import { createClient, type Client } from '#shared/contract/client.ts';

import type { Shell } from '../client/bridge-link.ts';
import type { BrowserClock } from '../client/browser-clock.ts';
import type { Link } from '../client/link.ts';
import { codeOf } from '../client/token.ts';
import { createStationClock, type StationClock } from '../client/station-clock.ts';
import { createNoticeStore, type NoticeStore } from './notice-store.ts';
import { createPlanDraftStore, type PlanDraftStore } from './plan-draft-store.ts';
import { createStationQueries, type StationQueries } from './station-queries.ts';
import { createStationStore, type StationStore } from './station-store.ts';
import { createUndoStore, type UndoStore } from './undo-store.ts';
import { createViewStore, type ViewStore } from './view-store.ts';

/** Everything a view may use besides its URL. */
export interface Services {
  readonly client: Client;
  readonly clock: StationClock;
  readonly timers: BrowserClock;
  readonly station: StationStore;
  readonly queries: StationQueries;
  readonly drafts: PlanDraftStore;
  readonly notices: NoticeStore;
  readonly undo: UndoStore;
  readonly view: ViewStore;
  readonly shell: Shell | null;
  /** A new identifier, unique for ever. */
  readonly newId: () => string;
  /** Makes a new key; this page comes in again with it, every other one is turned away. */
  readonly renewKey: () => Promise<void>;
}

/** Builds the services over a link. */
export function createServices(parts: {
  readonly link: Link;
  readonly timers: BrowserClock;
  readonly shelf: Pick<Storage, 'getItem' | 'setItem'>;
  readonly shell: Shell | null;
  readonly newId: () => string;
}): Services {
  const client = createClient(parts.link);
  const clock = createStationClock(parts.timers);
  const queries = createStationQueries(client, parts.timers);
  const notices = createNoticeStore();
  return {
    client,
    clock,
    timers: parts.timers,
    queries,
    notices,
    station: createStationStore({ client, link: parts.link, clock, timers: parts.timers, queries }),
    drafts: createPlanDraftStore(client, notices),
    undo: createUndoStore(notices),
    view: createViewStore(parts.shelf),
    shell: parts.shell,
    newId: parts.newId,
    renewKey: async () => {
      const { url } = await client.call('station.renewKey', {});
      const code = url === null ? null : codeOf(new URL(url).hash);
      if (code !== null) parts.link.enterAgain(code);
    },
  };
}

export const ServicesContext = createContext<Services | null>(null);

/** The services of this page. */
export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error('A component is outside of ServicesContext.');
  return services;
}
