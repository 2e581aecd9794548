import type { MasterClock } from '#main/clock/master-clock.ts';
import type { StationLog } from '#main/logging/station-log.ts';
import type { DurationMs } from '#shared/time/units.ts';

const LONGEST_CLOSE_MS: DurationMs = 5_000;

/**
 * Ends parts one after another. What fails or is not done in time is written down and left behind; never rejects. Answers
 * whether all have ended.
 */
export async function closeInOrder(
  clock: MasterClock,
  log: StationLog,
  parts: readonly (readonly [string, () => Promise<void>])[],
): Promise<boolean> {
  const startedMs = clock.monotonicMs();
  let haveAllEnded = true;
  for (const [name, close] of parts) {
    const leftMs = Math.max(0, LONGEST_CLOSE_MS - (clock.monotonicMs() - startedMs));
    try {
      const isDone = await doneWithin(clock, leftMs, close());
      if (isDone) continue;
      log.warn({ part: name }, 'not closed in time');
    } catch (error) {
      log.error({ err: error, part: name }, 'closing failed');
    }
    haveAllEnded = false;
  }
  return haveAllEnded;
}

/** Whether the work ended in time. Rejects as the work does. */
async function doneWithin(
  clock: MasterClock,
  ms: DurationMs,
  work: Promise<void>,
): Promise<boolean> {
  let stop: () => void = () => undefined;
  const tooLate = new Promise<false>((resolve) => {
    stop = clock.callAt(clock.nowAt() + Math.max(1, ms), () => {
      resolve(false);
    });
  });
  try {
    return await Promise.race([work.then(() => true), tooLate]);
  } finally {
    stop();
  }
}
