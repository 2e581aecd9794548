import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';

import type { EventName } from '#shared/contract/events.ts';
import type { Input, MethodName, Output } from '#shared/contract/index.ts';
import type { StationStatus } from '#shared/contract/station.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { PlanId } from '#shared/model/ids.ts';
import type { Settings } from '#shared/model/settings.ts';

import type { NoticeState } from './notice-store.ts';
import type { PlanDraftState } from './plan-draft-store.ts';
import type { Remote } from './remote.ts';
import { useServices } from './services.ts';
import { remoteOf } from './station-queries.ts';
import type { StationState } from './station-store.ts';
import type { ViewState } from './view-store.ts';

/** The station's answer to a question, kept fresh as `topics` change. A `null` input asks nothing. */
export function useRemote<Name extends MethodName>(
  method: Name,
  input: Input<Name> | null,
  topics: readonly EventName[],
): Remote<Output<Name>> {
  const { queries } = useServices();
  const { data, error } = useQuery(queries.question(method, input, topics), queries.client);
  return useMemo(() => remoteOf({ data, error }), [data, error]);
}

export function useStatus(): Remote<StationStatus> {
  return useRemote('station.status', {}, [
    'settings.changed',
    'library.changed',
    'backups.changed',
  ]);
}

export function useChannels(): Remote<Channel[]> {
  return useRemote('channel.list', { includeInactive: true }, ['channels.changed']);
}

export function useSettings(): Remote<Settings> {
  return useRemote('settings.get', {}, ['settings.changed']);
}

export function useOnAir(): Remote<Output<'onair.list'>> {
  return useRemote('onair.list', {}, ['onair.changed', 'log.changed', 'channels.changed']);
}

export function useStation<Part>(select: (state: StationState) => Part): Part {
  return useStore(useServices().station.store, select);
}

export function useView<Part>(select: (state: ViewState) => Part): Part {
  return useStore(useServices().view.store, select);
}

export function useNotices<Part>(select: (state: NoticeState) => Part): Part {
  return useStore(useServices().notices.store, select);
}

export function useDrafts<Part>(select: (state: PlanDraftState) => Part): Part {
  return useStore(useServices().drafts.store, select);
}

/** Keeps the document of a plan open and fresh. */
export function usePlanDocument(id: PlanId | null, version: number | null): void {
  const { drafts } = useServices();
  useEffect(() => {
    if (id !== null) void drafts.open(id);
  }, [drafts, id, version]);
}

/** Why nothing can be changed now, or `null` when all is well: mutating controls are disabled with this reason. */
export function useBlockedReason(): string | null {
  return useStation(({ link }) =>
    link.state === 'open' ? null : (link.reason ?? 'Connecting to the station.'),
  );
}

const EMPTY: ReadonlySet<string> = new Set();

/** The selected ids of a view. */
export function useSelection(view: string): ReadonlySet<string> {
  return useView(({ selections }) => selections[view] ?? EMPTY);
}
