import { open, readFile } from 'node:fs/promises';

import { until, type MasterClock } from '#main/clock/master-clock.ts';
import type { DurationMs } from '#shared/time/units.ts';

import type { Evidence, NumberedEvidence } from './ports.ts';
import { runWhenWoken } from './run-when-woken.ts';

/** How much is handed over at once. */
const BATCH = 200;
/** After a refusal the station is left alone so long. */
const RETRY_MS: DurationMs = 1_000;

/**
 * What happened on the air, written down where the air itself can: one JSON line each in a file that is only ever added
 * to, until the station has taken over all of it. Nothing here waits for the station.
 */
export interface EvidenceJournal {
  /** What an earlier run left, oldest first. */
  readonly left: readonly Evidence[];
  /** Resolves when the line is written, and on the disk where `isDurable`. */
  write(evidence: Evidence, isDurable: boolean): Promise<void>;
  /** Hands over what is written, for at most so long; what is left then stays for the next run. */
  close(patienceMs: DurationMs): Promise<void>;
}

interface Waiting {
  readonly entry: NumberedEvidence;
  readonly isDurable: boolean;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Opens the journal. `takenUntil` is the last number that the station has; `handOver` resolves when it has taken
 * entries, and is asked again when it rejects.
 */
export async function openEvidenceJournal(options: {
  readonly file: string;
  readonly takenUntil: number;
  readonly clock: MasterClock;
  readonly handOver: (entries: readonly NumberedEvidence[]) => Promise<void>;
  readonly onTrouble: (what: string, error: unknown) => void;
}): Promise<EvidenceJournal> {
  const { clock } = options;
  const kept = (await readEntries(options.file)).filter(
    ({ sequence }) => sequence > options.takenUntil,
  );
  // Nothing is written yet: the air starts on a full disk too.
  const handle = await open(options.file, 'a', 0o600);
  // The last run may have ended, or the disk may have been full, within a line.
  let mayBeWithinLine = true;
  const pending: NumberedEvidence[] = [...kept];
  const waiting: Waiting[] = [];
  const closing = new AbortController();
  const isClosed = (): boolean => closing.signal.aborted;
  let lastSequence = Math.max(options.takenUntil, kept.at(-1)?.sequence ?? 0);
  let isFilled = kept.length > 0;

  /** Everything that waits is one write and, if any of it must be, one sync. The file is emptied when all is taken. */
  const writing = runWhenWoken(async () => {
    for (let group = waiting.splice(0); group.length > 0; group = waiting.splice(0)) {
      await writeGroup(group);
    }
    if (!isFilled || pending.length > 0) return;
    isFilled = false;
    await handle.truncate(0).catch((error: unknown) => {
      options.onTrouble('emptying the journal of the air', error);
    });
  });

  async function writeGroup(group: readonly Waiting[]): Promise<void> {
    isFilled = true;
    const lines = group.map(({ entry }) => `${JSON.stringify(entry)}\n`).join('');
    try {
      await handle.appendFile(mayBeWithinLine ? `\n${lines}` : lines);
      mayBeWithinLine = false;
      if (group.some(({ isDurable }) => isDurable)) await handle.datasync();
      for (const { resolve } of group) resolve();
    } catch (error) {
      mayBeWithinLine = true;
      for (const { reject } of group) reject(error);
    }
    // What could not be written goes to the station all the same: one of the two will have it.
    pending.push(...group.map(({ entry }) => entry));
    handing.wake();
  }

  const handing = runWhenWoken(async () => {
    while (pending.length > 0 && !isClosed()) {
      const batch = pending.slice(0, BATCH);
      try {
        await options.handOver(batch);
      } catch {
        // The station says itself why it cannot take it.
        await until(clock, clock.nowAt() + RETRY_MS, closing.signal);
        continue;
      }
      // Taken after all while the journal was closed: the next run is told so by the station.
      if (isClosed()) return;
      pending.splice(0, batch.length);
    }
    if (pending.length === 0) writing.wake();
  });

  handing.wake();
  return {
    left: kept.map(({ evidence }) => evidence),
    write(evidence, isDurable) {
      lastSequence += 1;
      const entry = { sequence: lastSequence, evidence };
      const written = new Promise<void>((resolve, reject) => {
        waiting.push({ entry, isDurable, resolve, reject });
      });
      writing.wake();
      return written;
    },
    async close(patienceMs) {
      await writing.idle();
      // A hand-over that is under way is not waited for any longer either: the station may be waiting for its file.
      const given = new AbortController();
      await Promise.race([handing.idle(), until(clock, clock.nowAt() + patienceMs, given.signal)]);
      given.abort();
      closing.abort();
      await writing.idle();
      await handle.close();
    },
  };
}

async function readEntries(file: string): Promise<NumberedEvidence[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  return text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as NumberedEvidence];
    } catch {
      // The line that was being written when an earlier run ended.
      return [];
    }
  });
}
