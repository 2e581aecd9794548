import { type DestinationStream, pino } from 'pino';

import type { MasterClock } from '#main/clock/master-clock.ts';
import { formatInstant } from '#shared/time/zone.ts';

import { createRepeatFolder } from './fold-repeats.ts';
import { createLogFile } from './log-file.ts';

/** Where the station writes down what went wrong and what it did; never secrets. Fields first, then a sentence. */
export interface StationLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  /** A fault: `fields.err` or `fields.error` keeps its stack. */
  error(fields: object, message: string): void;
  /** From now on writes `[hidden]` wherever the text would stand, in whichever field or sentence. */
  hide(secret: string): void;
}

/** The log with its end. */
export interface OpenStationLog extends StationLog {
  /** Tells what was held back, and closes the file. A later line opens it again. */
  close(): void;
}

const LARGEST_FILE_BYTES = 10 * 1024 * 1024;
const FORMER_FILES = 4;
/** Fields whose value is a secret whatever it is, here or one level down. */
const SECRET_FIELDS = ['token', 'key', 'password', 'authorization'];
/** Shorter texts would blank out half the log. */
const SHORTEST_SECRET = 8;

type Level = 'info' | 'warn' | 'error';

/**
 * Opens the station's log, a file or a stream: one JSON object per line with the master clock's time. Bounded: the file is
 * turned over at 10 MB, four former ones are kept, and repeats are counted (three a minute are written, then how many more
 * there were; a fault with a reference is always written). A disk that is full or failing costs lines, never the program.
 * Secrets are taken out by the name of their field and, once announced with `hide`, by value.
 */
export function createStationLog(
  target: string | DestinationStream,
  clock: MasterClock,
): OpenStationLog {
  const secrets = new Set<string>();
  const time = (): string => formatInstant(clock.nowAt());
  const file =
    typeof target === 'string'
      ? createLogFile(target, {
          largestBytes: LARGEST_FILE_BYTES,
          formerFiles: FORMER_FILES,
          lossLine: (lostLines) =>
            `${JSON.stringify({ level: 'warn', time: time(), pid: process.pid, lostLines, msg: 'lines of the log could not be written' })}\n`,
        })
      : null;
  const lines = pino(
    {
      base: { pid: process.pid },
      timestamp: () => `,"time":"${time()}"`,
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
    file ?? (target as DestinationStream),
  );
  const repeats = createRepeatFolder(clock);

  function write(level: Level, fields: object, message: string): void {
    const channel = 'channelId' in fields ? { channelId: fields.channelId } : {};
    // Lines are alike that say the same sentence of the same channel.
    const likeness = JSON.stringify([level, message, channel]);
    const tell = (heldBack: number): void => {
      lines[level](channel, `… ${String(heldBack)} times more in the last minute: ${message}`);
    };
    if ('reference' in fields || repeats.admits(likeness, tell)) lines[level](fields, message);
  }

  return {
    info: (fields, message) => {
      write('info', fields, message);
    },
    warn: (fields, message) => {
      write('warn', fields, message);
    },
    error: (fields, message) => {
      write('error', fields, message);
    },
    hide(secret) {
      if (secret.length < SHORTEST_SECRET) return;
      secrets.add(secret);
      secrets.add(encodeURIComponent(secret));
      secrets.add(JSON.stringify(secret).slice(1, -1));
    },
    close() {
      repeats.close();
      file?.close();
    },
  };
}
