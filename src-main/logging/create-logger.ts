import { renameSync, statSync } from 'node:fs';

import { type DestinationStream, destination, pino } from 'pino';

import type { MasterClock } from '#main/clock/master-clock.ts';
import { formatInstant } from '#shared/time/zone.ts';

/** What parts of the station write to; fields first, then a sentence. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  /** A fault: `fields.error` keeps its stack. */
  error(fields: object, message: string): void;
  /** A logger that adds the fields to every line. */
  with(fields: object): Logger;
}

export interface StationLog extends Logger {
  /** From now on writes `[hidden]` wherever the text would stand, in whichever field. */
  hide(secret: string): void;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

export interface LoggerOptions {
  readonly clock: MasterClock;
  /** The log file, or a stream to write lines to. */
  readonly target: string | DestinationStream;
  readonly level?: LogLevel;
}

const LARGEST_FILE_BYTES = 10 * 1024 * 1024;
/** Fields whose value is a secret whatever it is. */
const SECRET_FIELDS = [
  'token',
  'key',
  'password',
  'authorization',
  '*.token',
  '*.key',
  '*.password',
  '*.authorization',
];
/** Shorter texts would blank out half the log. */
const SHORTEST_SECRET = 8;

/** Keeps one former file, so that the log is bounded: `station.log` becomes `station.log.1` when it has grown large. */
function turnOver(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LARGEST_FILE_BYTES) renameSync(file, `${file}.1`);
}

function openTarget(target: LoggerOptions['target']): DestinationStream {
  if (typeof target !== 'string') return target;
  turnOver(target);
  return destination({ dest: target, mkdir: true, sync: true });
}

/**
 * Opens the station's log: one JSON object per line with the master clock's time. Secrets are taken out by the name of
 * their field and, once announced with `hide`, by value (playout-evidence.md §13.3 row 13).
 */
export function createLogger({ clock, target, level = 'info' }: LoggerOptions): StationLog {
  const secrets = new Set<string>();
  const root = pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${formatInstant(clock.nowAt())}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: pino.stdSerializers.err },
      redact: { paths: SECRET_FIELDS, censor: '[hidden]' },
      hooks: {
        streamWrite(line) {
          let clean = line;
          for (const secret of secrets) clean = clean.replaceAll(secret, '[hidden]');
          return clean;
        },
      },
    },
    openTarget(target),
  );
  return {
    ...asLogger(root),
    hide(secret) {
      if (secret.length < SHORTEST_SECRET) return;
      secrets.add(secret);
      secrets.add(encodeURIComponent(secret));
      secrets.add(JSON.stringify(secret).slice(1, -1));
    },
  };
}

function asLogger(
  line: Pick<ReturnType<typeof pino>, 'debug' | 'info' | 'warn' | 'error' | 'child'>,
): Logger {
  return {
    debug: (fields, message) => {
      line.debug(fields, message);
    },
    info: (fields, message) => {
      line.info(fields, message);
    },
    warn: (fields, message) => {
      line.warn(fields, message);
    },
    error: (fields, message) => {
      line.error(fields, message);
    },
    with: (fields) => asLogger(line.child(fields)),
  };
}
