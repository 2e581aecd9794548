import './without-eval.ts';

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { createBridgeLink } from '../client/bridge-link.ts';
import { createBrowserClock } from '../client/browser-clock.ts';
import { createSocketLink, type Socket } from '../client/socket-link.ts';
import { takePageKeys } from '../client/token.ts';
import { createServices } from '../stores/services.ts';
import { App } from './app.tsx';

function openSocket(): Socket {
  const { protocol, host } = window.location;
  const socket = new WebSocket(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}/contract`);
  const port: Socket = {
    send: (text) => {
      socket.send(text);
    },
    close: () => {
      socket.close();
    },
    onopen: null,
    onmessage: null,
    onclose: null,
  };
  socket.onopen = () => port.onopen?.();
  socket.onmessage = (message) => port.onmessage?.(message);
  socket.onclose = (event) => port.onclose?.(event);
  return port;
}

/** An identifier that no other window will make. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const timers = createBrowserClock();
const keys = takePageKeys(window.location.hash, window.sessionStorage);
if (keys.code !== null) {
  window.history.replaceState(null, '', `${window.location.pathname}#/`);
}
const bridge = window.retrovue;
const services = createServices({
  link: bridge ? createBridgeLink(bridge) : createSocketLink({ openSocket, keys, clock: timers }),
  timers,
  shelf: window.localStorage,
  shell: bridge?.shell ?? null,
  newId,
});
services.station.start();

const root = document.getElementById('root');
if (!root) throw new Error('The page has no root element.');
createRoot(root).render(
  <StrictMode>
    <App services={services} />
  </StrictMode>,
);
