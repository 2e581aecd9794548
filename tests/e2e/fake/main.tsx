import '#renderer/app/without-eval.ts';

import { createRoot } from 'react-dom/client';

import { App } from '#renderer/app/app.tsx';
import { createBridgeLink } from '#renderer/client/bridge-link.ts';
import { createBrowserClock } from '#renderer/client/browser-clock.ts';
import { createServices } from '#renderer/stores/services.ts';

import { createFakeStation } from '../../helpers/fake-station.ts';

const timers = createBrowserClock();
const station = createFakeStation({
  nowAt: () => timers.wallAt(),
  isEmpty: new URLSearchParams(window.location.search).has('empty'),
});
const services = createServices({
  link: createBridgeLink(station),
  timers,
  shelf: window.localStorage,
  shell: null,
  newId: () => crypto.randomUUID(),
});
services.station.start();
createRoot(document.getElementById('root')!).render(<App services={services} />);
