import type { EvidenceWriter } from '#main/playout/ports.ts';

import type { AirMemory } from './air-memory.ts';
import type { EvidenceJournal } from './evidence-journal.ts';
import type { Evidence, StationCalls } from './ports.ts';

/**
 * Writes into the journal, or without one straight to the station, and remembers. What the journal finds no room for it hands
 * over to the station all the same: that is told, and not refused, or it would be written again and taken twice.
 */
export function createEvidenceWriter(parts: {
  readonly memory: Pick<AirMemory, 'note'>;
  readonly journal: Pick<EvidenceJournal, 'write'> | null;
  readonly station: Pick<StationCalls, 'record'>;
  readonly onTrouble: (what: string, error: unknown) => void;
}): EvidenceWriter {
  const { memory, journal, station, onTrouble } = parts;

  async function write(evidence: Evidence, isDurable: boolean): Promise<void> {
    if (!journal) await station.record([{ sequence: 0, evidence }]);
    await journal?.write(evidence, isDurable).catch((error: unknown) => {
      onTrouble('writing down what happened on the air', error);
    });
    memory.note(evidence);
  }

  return {
    saveSession: (session) => write({ kind: 'session', session }, false),
    addSubstitution: (substitution) => write({ kind: 'substitution', substitution }, true),
    appendAsRun: (rows) => write({ kind: 'as-run', rows }, true),
    notePresence: (spans) => write({ kind: 'presence', spans }, false),
  };
}
