/**
 * Lets `run` never overlap itself. Who calls while it runs joins it, or, with `again`, is served by one more run right after it,
 * however many call: for work that must see what was true when it was asked for.
 */
export function singleFlight(
  run: () => Promise<void>,
  whenBusy: 'join' | 'again',
): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  function start(): Promise<void> {
    const flight = run().finally(() => {
      if (running === flight) running = null;
    });
    running = flight;
    return flight;
  }

  return () => {
    // Also between two runs, when one is over and the one that was asked for has not begun.
    if (next) return next;
    if (!running) return start();
    if (whenBusy === 'join') return running;
    next = running
      .catch(() => undefined)
      .then(() => {
        next = null;
        return start();
      });
    return next;
  };
}
