/** How many programs a thread may have at once on its roster; those beyond are left out. */
const PLACES = 64;

/**
 * Which programs a thread has running, where another thread can read it: one that is ended at once cannot end them itself any
 * more. Process ids, 0 where a place is free.
 */
export type ProcessRoster = Int32Array<SharedArrayBuffer>;

export function createProcessRoster(): ProcessRoster {
  return new Int32Array(new SharedArrayBuffer(PLACES * Int32Array.BYTES_PER_ELEMENT));
}

let own: ProcessRoster | null = null;

/** From now on what this thread runs stands on the roster. */
export function keepRoster(roster: ProcessRoster): void {
  own = roster;
}

/** Notes that a program runs; the returned function notes that it has ended. */
export function enrol(pid: number): () => void {
  const roster = own;
  if (!roster) return () => undefined;
  for (let place = 0; place < roster.length; place += 1) {
    if (Atomics.compareExchange(roster, place, 0, pid) !== 0) continue;
    return () => {
      Atomics.store(roster, place, 0);
    };
  }
  return () => undefined;
}

/** Ends what still stands on the roster of a thread that is gone, each program with all that it has started. */
export function endAllOn(roster: ProcessRoster): void {
  for (let place = 0; place < roster.length; place += 1) {
    const pid = Atomics.exchange(roster, place, 0);
    if (pid !== 0) endGroup(pid);
  }
}

function endGroup(pid: number): void {
  // The program leads a group of its own where there are such.
  for (const target of process.platform === 'win32' ? [pid] : [-pid, pid]) {
    try {
      process.kill(target, 'SIGKILL');
      return;
    } catch {
      // It has ended by itself.
    }
  }
}
