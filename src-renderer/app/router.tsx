import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  redirect,
} from '@tanstack/react-router';

import { asAppError } from '../stores/as-app-error.ts';
import { UrlState } from '../stores/url-state.ts';
import { FaultCard } from '../ui/panels.tsx';
import { Shell } from './shell.tsx';
import { VIEWS } from './views.tsx';

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

const viewRoutes = VIEWS.map(({ path, Component }) =>
  createRoute({ getParentRoute: () => rootRoute, path: `/${path}`, component: Component }),
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
