import { contextBridge, ipcRenderer } from 'electron';

import {
  PUSH_CHANNEL,
  REQUEST_CHANNEL,
  type WindowAnswer,
  type WindowPush,
  type WindowRequest,
} from '#main/transport/electron-wire.ts';

function ask(request: WindowRequest): Promise<WindowAnswer> {
  return ipcRenderer.invoke(REQUEST_CHANNEL, request) as Promise<WindowAnswer>;
}

/** Hands every push of one origin to the listener until the returned function is called. */
function hear<Origin extends WindowPush['from']>(
  origin: Origin,
  listener: (push: Extract<WindowPush, { from: Origin }>) => void,
): () => void {
  const receive = (_event: unknown, push: WindowPush): void => {
    if (push.from === origin) listener(push as Extract<WindowPush, { from: Origin }>);
  };
  ipcRenderer.on(PUSH_CHANNEL, receive);
  return () => {
    ipcRenderer.off(PUSH_CHANNEL, receive);
  };
}

// The page gets these functions and never ipcRenderer itself, which could speak to any channel.
contextBridge.exposeInMainWorld('retrovue', {
  request: (envelope: unknown) => ask({ to: 'station', envelope }),
  subscribe: (listener: (event: unknown) => void) =>
    hear('station', ({ envelope }) => {
      listener(envelope);
    }),
  shell: {
    capabilities: () => ask({ to: 'shell', request: { call: 'capabilities' } }),
    pickFolder: () => ask({ to: 'shell', request: { call: 'pickFolder' } }),
    revealPath: (path: string) => ask({ to: 'shell', request: { call: 'revealPath', path } }),
    onMenu: (listener: (item: string) => void) =>
      hear('menu', ({ item }) => {
        listener(item);
      }),
  },
});
