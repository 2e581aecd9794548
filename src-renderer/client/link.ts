import type { Transport } from '#shared/contract/client.ts';

/** Whether the station can be reached from this page. */
export interface LinkState {
  readonly state: 'connecting' | 'open' | 'lost' | 'refused';
  /** Monotonic milliseconds at which the last word came from the station; `null` before the first. */
  readonly heardMs: number | null;
  /** One sentence for the operator; `null` while all is well. */
  readonly reason: string | null;
}

/** A transport that may break and mend, and says so. */
export interface Link extends Transport {
  linkState(): LinkState;
  onLinkChange(listener: (state: LinkState) => void): () => void;
  /** Calls the listener whenever a connection stands again after a break: everything known may be stale. */
  onReconnect(listener: () => void): () => void;
  /** Leaves and comes in again with a new code: what let this page in before has come to nothing. */
  enterAgain(code: string): void;
  close(): void;
}
