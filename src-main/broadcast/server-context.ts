import type { MasterClock } from '#main/clock/master-clock.ts';

import type { Admission } from './admission.ts';
import type { StreamPace } from './continuous-stream.ts';
import type { OriginPolicy } from './cross-origin.ts';
import type { Devices } from './devices.ts';
import type { PageFiles } from './documents/page-files.ts';
import type { OnAirSource } from './on-air-source.ts';
import type { RequestRate } from './request-rate.ts';

/** Where the server reports what went wrong; a pino logger fits. */
export interface BroadcastLog {
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** A continuous stream that is being sent. */
export interface OpenStream {
  readonly slug: string;
  readonly address: string;
  readonly sinceAt: number;
}

/** What every route works with. */
export interface ServerContext {
  readonly source: OnAirSource;
  readonly clock: MasterClock;
  readonly log: BroadcastLog;
  readonly stationName: () => string;
  readonly page: PageFiles | null;
  readonly originPolicy: () => OriginPolicy;
  readonly devices: Devices;
  readonly documentRate: RequestRate;
  readonly streamAdmission: Admission;
  readonly openStreams: Set<OpenStream>;
  readonly pace: StreamPace;
  /** Aborted when the server closes. */
  readonly closing: AbortSignal;
}
