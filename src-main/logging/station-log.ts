import pino from 'pino';

import type { MasterClock } from '#main/clock/master-clock.ts';

/** Where the station writes down what went wrong and what it did; never secrets. */
export interface StationLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** A log as JSON lines in a file, stamped by the station's clock. What carries a token or a key is left out. */
export function createStationLog(path: string, clock: MasterClock): StationLog {
  return pino(
    {
      timestamp: () => `,"at":${String(clock.nowAt())}`,
      base: { pid: process.pid },
      redact: ['token', '*.token', 'key', '*.key', 'authorization', '*.authorization'],
      serializers: { err: pino.stdSerializers.err, error: pino.stdSerializers.err },
    },
    pino.destination({ dest: path, mkdir: true, sync: true }),
  );
}
