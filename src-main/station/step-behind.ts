import { getPriority, setPriority } from 'node:os';

/** So much less of a processor that is wanted by both: enough to be told apart, far from starving. */
const STEP = 5;
/** However often threads are started again, this one keeps a share of the machine. */
const LOWEST = 15;

/**
 * Puts the calling thread a step behind those that it has started so far, where the system counts niceness by thread: on
 * Linux. Elsewhere nothing happens. What the thread starts from now on, threads and programs, begins where it is itself.
 */
export function stepBehind(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(0, Math.max(getPriority(0), Math.min(getPriority(0) + STEP, LOWEST)));
  } catch {
    // Courtesy only.
  }
}
