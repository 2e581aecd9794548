import type { MasterClock } from '#main/clock/master-clock.ts';
import type { Dispatch } from '#main/handlers/dispatch.ts';
import type { Client } from '#shared/contract/client.ts';
import type { ControlAccess } from './control-access.ts';
import type { EventEnvelope } from '#shared/contract/envelope.ts';

/** A whole station in this process. Its hosts carry its contract; nothing else of it is theirs. */
export interface Station {
  readonly dispatch: Dispatch;
  readonly events: { subscribe(listener: (event: EventEnvelope) => void): () => void };
  /** The contract without a wire between, but with everything JSON would lose lost. */
  readonly client: Client;
  readonly clock: MasterClock;
  readonly dataFolder: string;
  /** Who may use its control server. */
  readonly door: ControlAccess;
  /** Address of the broadcast server; where it would be, while the station is off the air. */
  broadcastUrl(): string;
  /** Tells other hosts of the same data folder where this station can be reached. */
  announce(controlUrl: string): void;
  /** Takes what nobody expected and nobody else heard: into the log, and into the status for the operator. */
  reportFault(what: string, error: unknown): void;
  /** Ends everything in order, within five seconds, and frees the data folder. Safe to call twice. */
  close(): Promise<void>;
}
