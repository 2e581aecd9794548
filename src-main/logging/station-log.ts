import { renameSync, statSync } from 'node:fs';

import { type DestinationStream, destination, pino } from 'pino';

import type { MasterClock } from '#main/clock/master-clock.ts';
import { formatInstant } from '#shared/time/zone.ts';

/** Where the station writes down what went wrong and what it did; never secrets. Fields first, then a sentence. */
export interface StationLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  /** A fault: `fields.err` or `fields.error` keeps its stack. */
  error(fields: object, message: string): void;
  /** From now on writes `[hidden]` wherever the text would stand, in whichever field or sentence. */
  hide(secret: string): void;
}

const LARGEST_FILE_BYTES = 10 * 1024 * 1024;
/** Fields whose value is a secret whatever it is, here or one level down. */
const SECRET_FIELDS = ['token', 'key', 'password', 'authorization'];
/** Shorter texts would blank out half the log. */
const SHORTEST_SECRET = 8;

/** Keeps one former file, so that the log is bounded: `station.log` becomes `station.log.1` when it has grown large. */
function turnOver(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LARGEST_FILE_BYTES) renameSync(file, `${file}.1`);
}

function openTarget(target: string | DestinationStream): DestinationStream {
  if (typeof target !== 'string') return target;
  turnOver(target);
  return destination({ dest: target, mkdir: true, sync: true });
}

/**
 * Opens the station's log, a file or a stream: one JSON object per line with the master clock's time. Secrets are taken
 * out by the name of their field and, once announced with `hide`, by value (docs/threats.md no. 13).
 */
export function createStationLog(
  target: string | DestinationStream,
  clock: MasterClock,
): StationLog {
  const secrets = new Set<string>();
  const lines = pino(
    {
      base: { pid: process.pid },
      timestamp: () => `,"time":"${formatInstant(clock.nowAt())}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: pino.stdSerializers.err, error: pino.stdSerializers.err },
      redact: {
        paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]),
        censor: '[hidden]',
      },
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
    info: (fields, message) => {
      lines.info(fields, message);
    },
    warn: (fields, message) => {
      lines.warn(fields, message);
    },
    error: (fields, message) => {
      lines.error(fields, message);
    },
    hide(secret) {
      if (secret.length < SHORTEST_SECRET) return;
      secrets.add(secret);
      secrets.add(encodeURIComponent(secret));
      secrets.add(JSON.stringify(secret).slice(1, -1));
    },
  };
}
