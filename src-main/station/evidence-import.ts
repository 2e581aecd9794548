import type { Evidence, NumberedEvidence } from '#main/air/ports.ts';
import type { StationLog } from '#main/logging/station-log.ts';
import type { Store } from '#main/store/store.ts';
import { AppError } from '#shared/errors/app-error.ts';

import { evidenceInto } from './playout-store.ts';

const TAKEN_FACT = 'air.evidence-until';

/** The number of the last evidence that the station's memory holds. */
export async function evidenceTakenUntil(store: Store): Promise<number> {
  return Number((await store.settings.getFact(TAKEN_FACT)) ?? 0);
}

/**
 * Takes evidence of the air into the station's memory, each piece once: what has been taken already is passed over by its
 * number. Rejects with `unavailable` while the file is locked, and then nothing has been taken. A piece that the memory
 * refuses for good is logged and left, so that it does not stand in the way of the rest.
 */
export async function takeEvidence(
  store: Store,
  log: StationLog,
  entries: readonly NumberedEvidence[],
): Promise<void> {
  const run = entries.some(({ evidence }) => isDurable(evidence))
    ? store.durable.bind(store)
    : store.transaction.bind(store);
  await run(async (inner) => {
    const takenUntil = await evidenceTakenUntil(inner);
    for (const { sequence, evidence } of entries) {
      if (sequence !== 0 && sequence <= takenUntil) continue;
      await takeOne(inner, log, evidence);
    }
    const last = entries.at(-1)?.sequence ?? 0;
    if (last > takenUntil) await inner.settings.setFact(TAKEN_FACT, String(last));
  });
}

function isDurable(evidence: Evidence): boolean {
  return evidence.kind === 'as-run' || evidence.kind === 'substitution';
}

async function takeOne(store: Store, log: StationLog, evidence: Evidence): Promise<void> {
  try {
    await store.transaction((inner) => write(inner, evidence));
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'unavailable') throw error;
    log.error({ err: error, evidence }, 'what happened on the air cannot be kept');
  }
}

function write(store: Store, evidence: Evidence): Promise<void> {
  const writer = evidenceInto(store);
  switch (evidence.kind) {
    case 'session':
      return writer.saveSession(evidence.session);
    case 'substitution':
      return store.playout.addSubstitution(evidence.substitution);
    case 'as-run':
      return store.asRun.append(evidence.rows);
    case 'presence':
      return writer.notePresence(evidence.spans);
  }
}
