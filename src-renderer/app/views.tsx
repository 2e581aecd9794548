import {
  CalendarRange,
  LayoutGrid,
  LibraryBig,
  Radio,
  Settings,
  TvMinimal,
  type LucideIcon,
} from 'lucide-react';
import type { FunctionComponent } from 'react';

import { ChannelsView } from '../channels/channels-view.tsx';
import { GuideView } from '../guide/guide-view.tsx';
import { LibraryView } from '../library/library-view.tsx';
import { OnAirView } from '../onair/onair-view.tsx';
import { PlanView } from '../plan/plan-view.tsx';
import { SettingsView } from '../settings/settings-view.tsx';
import { SourcesPanel } from '../sources/sources-panel.tsx';

/** A view of the interface: where it is, what it is called, how it is reached. */
export interface View {
  /** Its part of the address. */
  readonly path: string;
  readonly label: string;
  /** The key that follows `G`, by its place on the keyboard, so that other layouts work. */
  readonly key: `Key${string}`;
  readonly Icon: LucideIcon;
  readonly Component: FunctionComponent;
}

/** Every view, in the order of the rail. The only list: routes, rail and keys are made from it. */
export const VIEWS: readonly View[] = [
  { path: 'on-air', label: 'On Air', key: 'KeyO', Icon: Radio, Component: OnAirView },
  { path: 'plan', label: 'Plan', key: 'KeyP', Icon: CalendarRange, Component: PlanView },
  { path: 'guide', label: 'Guide', key: 'KeyG', Icon: LayoutGrid, Component: GuideView },
  {
    path: 'library',
    label: 'Library',
    key: 'KeyL',
    Icon: LibraryBig,
    Component: () => <LibraryView sources={<SourcesPanel />} />,
  },
  { path: 'channels', label: 'Channels', key: 'KeyC', Icon: TvMinimal, Component: ChannelsView },
  {
    path: 'settings',
    label: 'Settings',
    key: 'KeyS',
    Icon: Settings,
    Component: () => <SettingsView sources={<SourcesPanel />} />,
  },
];
