/** Work that runs when it is woken, never twice at once, and once more when it was woken meanwhile. */
export interface WokenWork {
  wake(): void;
  /** Resolves when nothing runs. */
  idle(): Promise<void>;
}

/** `run` must not reject: what it cannot do it says itself. */
export function runWhenWoken(run: () => Promise<void>): WokenWork {
  let running: Promise<void> | null = null;
  let isWoken = false;

  async function loop(): Promise<void> {
    while (isWoken) {
      isWoken = false;
      await run();
    }
  }

  function wake(): void {
    isWoken = true;
    running ??= loop().finally(() => {
      running = null;
      if (isWoken) wake();
    });
  }

  return {
    wake,
    async idle() {
      while (running) await running;
    },
  };
}
