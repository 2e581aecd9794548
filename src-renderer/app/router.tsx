import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  redirect,
} from '@tanstack/react-router';

import { ChannelsView } from '../channels/channels-view.tsx';
import { GuideView } from '../guide/guide-view.tsx';
import { LibraryView } from '../library/library-view.tsx';
import { OnAirView } from '../onair/onair-view.tsx';
import { PlanView } from '../plan/plan-view.tsx';
import { SettingsView } from '../settings/settings-view.tsx';
import { SourcesPanel } from '../sources/sources-panel.tsx';
import { asAppError } from '../stores/as-app-error.ts';
import { UrlState } from '../stores/url-state.ts';
import { FaultCard } from '../ui/panels.tsx';
import { Shell } from './shell.tsx';

const rootRoute = createRootRoute({
  component: Shell,
  validateSearch: (search): UrlState => UrlState.parse(search),
  notFoundComponent: () => (
    <FaultCard
      error={{
        code: 'not-found',
        message: 'There is no such view.',
        details: { remedy: 'Choose one on the left.' },
      }}
    />
  ),
});

const indexRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => redirect({ to: '/on-air', throw: true }),
});

const VIEWS = [
  ['on-air', OnAirView],
  ['plan', PlanView],
  ['guide', GuideView],
  ['library', () => <LibraryView sources={<SourcesPanel />} />],
  ['channels', ChannelsView],
  ['settings', () => <SettingsView sources={<SourcesPanel />} />],
] as const;

const viewRoutes = VIEWS.map(([path, component]) =>
  createRoute({ getParentRoute: () => rootRoute, path: `/${path}`, component }),
);

/** The views by address. The address lies behind `#`, so that files and servers alike can hold the page. */
export function createAppRouter() {
  return createRouter({
    routeTree: rootRoute.addChildren([indexRoute, ...viewRoutes]),
    history: createHashHistory(),
    defaultErrorComponent: ({ error }) => (
      <FaultCard
        error={{
          code: 'internal',
          message: 'This view failed.',
          details: { remedy: `The rest keeps working. ${asAppError(error).message}` },
        }}
      />
    ),
  });
}
