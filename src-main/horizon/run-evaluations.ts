import type PQueue from 'p-queue';

import type { ClockJump, MasterClock } from '#main/clock/master-clock.ts';
import type { ClockJumps } from './clock-jumps.ts';
import { EVALUATION_PERIOD_MS } from './keep-depth.ts';

/** Evaluates by the clock, one evaluation at a time and in turn with whatever else plans. */
export interface Evaluations {
  /** Evaluates once, and from then on every ten seconds of the clock and whenever it jumps. */
  start(): Promise<void>;
  /** Ends the evaluations; resolves when none is running. */
  stop(): Promise<void>;
}

export function createEvaluations(options: {
  readonly clock: MasterClock;
  readonly jumps: ClockJumps;
  readonly turns: PQueue;
  readonly evaluate: () => Promise<void>;
  readonly onFault: (fault: unknown) => void;
}): Evaluations {
  const { clock, jumps, turns, evaluate, onFault } = options;
  let cancels: (() => void)[] = [];
  let isEvaluating = false;
  let isWanted = false;

  function tick(): void {
    if (isEvaluating) return;
    isEvaluating = true;
    isWanted = false;
    void turns
      .add(evaluate)
      .catch(onFault)
      .finally(() => {
        isEvaluating = false;
        if (isWanted) tick();
      });
  }

  /** What is on the air is another thing now; that cannot wait for the next evaluation. */
  function onJump(jump: ClockJump): void {
    jumps.note(jump);
    isWanted = true;
    tick();
  }

  return {
    async start() {
      if (cancels.length === 0) {
        await jumps.open();
        cancels = [clock.onJump(onJump), clock.every(EVALUATION_PERIOD_MS, tick)];
      }
      await turns.add(evaluate);
    },
    async stop() {
      for (const cancel of cancels) cancel();
      cancels = [];
      isWanted = false;
      await turns.onIdle();
    },
  };
}
