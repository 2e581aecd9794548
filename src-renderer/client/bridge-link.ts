import type { Transport } from '#shared/contract/client.ts';

import type { Link, LinkState } from './link.ts';

/** What only a desktop window can do; absent in a browser. */
export interface Shell {
  /** Asks for a folder with the system's own dialog; `null` when the operator thinks better of it. */
  pickFolder(): Promise<string | null>;
  /** Hears the choices of the window's menu that the interface carries out: `settings`. */
  onMenu?(listener: (item: string) => void): () => void;
}

/** What the preload script puts on the page. */
export interface Bridge extends Transport {
  readonly shell?: Shell;
}

declare global {
  interface Window {
    readonly retrovue?: Bridge;
  }
}

/** A link over the desktop window's bridge. It never breaks: the station lives in the same application. */
export function createBridgeLink(bridge: Bridge): Link {
  const state: LinkState = { state: 'open', heardMs: 0, reason: null };
  return {
    request: (envelope) => bridge.request(envelope),
    subscribe: (listener) => bridge.subscribe(listener),
    linkState: () => state,
    onLinkChange: () => () => undefined,
    onReconnect: () => () => undefined,
    enterAgain: () => undefined,
    close: () => undefined,
  };
}
