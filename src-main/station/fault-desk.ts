import { randomUUID } from 'node:crypto';

import type { MasterClock } from '#main/clock/master-clock.ts';
import type { StationLog } from '#main/logging/station-log.ts';
import type { StationStatus } from '#shared/contract/station.ts';

/** Where what nobody expected is written down and kept for the station's status. */
export interface FaultDesk {
  report(what: string, error: unknown): void;
  /** The last one since the station was opened, or `null`. */
  last(): StationStatus['lastFault'];
}

export function createFaultDesk(clock: MasterClock, log: StationLog): FaultDesk {
  let last: StationStatus['lastFault'] = null;
  return {
    report(what, error) {
      const reference = randomUUID();
      last = { at: clock.nowAt(), what, reference };
      log.error({ err: error, reference }, what);
    },
    last: () => last,
  };
}
