import type { Handlers } from '#shared/contract/index.ts';
import { Settings } from '#shared/model/settings.ts';
import { mentioned } from '#main/programming/changes.ts';
import type { Services } from './services.ts';

type StationHandlers = Pick<
  Handlers,
  | 'station.status'
  | 'station.horizon'
  | 'station.extend'
  | 'station.incidents'
  | 'station.pageAddress'
  | 'station.renewKey'
  | 'onair.list'
  | 'settings.get'
  | 'settings.update'
>;

export function stationHandlers(services: Services): StationHandlers {
  const { store, horizon, programming } = services;
  return {
    'station.status': () => services.status(),
    'station.horizon': () => horizon.report(),
    'station.extend': async () => {
      await horizon.evaluate();
      return horizon.report();
    },
    'station.incidents': (filter) => store.incidents.list(filter),
    'station.pageAddress': () => services.pageAddress(),
    'station.renewKey': () => {
      services.renewKey();
      return services.pageAddress();
    },
    'onair.list': () => services.onAir(),
    'settings.get': () => store.settings.get(),
    'settings.update': async ({ changes }) => {
      const next = Settings.parse({ ...(await store.settings.get()), ...mentioned(changes) });
      await services.applySettings(next);
      await programming.saveSettings(next);
      return next;
    },
  };
}
