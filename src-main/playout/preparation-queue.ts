import type { EpochMs } from '#shared/time/units.ts';

/** A piece of preparation: usually one slice of one act. */
export interface PreparationTask {
  /** Equal ids are one task. */
  readonly id: string;
  /** When the result must exist. The queue does not enforce it, it only orders by it. */
  readonly deadlineAt: EpochMs;
  /** Tasks of one lane may be limited in number; those without one are not. */
  readonly lane?: string;
  readonly run: (signal: AbortSignal) => Promise<void>;
}

/** Preparation in order of deadlines, a few at a time. */
export interface PreparationQueue {
  /** Adds a task; one with the same id that waits or runs already stays as it is. */
  add(task: PreparationTask): void;
  /** Moves a waiting task up when the deadline is earlier than its own. */
  hasten(id: string, deadlineAt: EpochMs): void;
  /** Drops waiting tasks that `isWanted` no longer wants; running ones go on. */
  prune(isWanted: (id: string) => boolean): void;
  has(id: string): boolean;
  /** Resolves when the task with this id is over, at once when there is none. Never rejects. */
  settled(id: string): Promise<void>;
  readonly waitingCount: number;
  readonly runningCount: number;
  /** How many lanes have a task that waits or runs. */
  readonly laneCount: number;
  /** How many tasks of the lane run now. */
  runningIn(lane: string): number;
  /** Aborts what runs, drops what waits and resolves when nothing runs any more. */
  stop(): Promise<void>;
}

/**
 * Makes an earliest-deadline-first queue that runs `concurrency` tasks at once, of one lane never more than `limitOf` says.
 * Failures go to `onFailure`.
 */
export function createPreparationQueue(options: {
  readonly concurrency: number;
  /** How many tasks of a lane may run at once; no limit of its own when left out. */
  readonly limitOf?: (lane: string) => number;
  readonly onFailure: (id: string, error: unknown) => void;
}): PreparationQueue {
  const waiting = new Map<string, PreparationTask>();
  const running = new Map<
    string,
    {
      readonly controller: AbortController;
      readonly lane: string | undefined;
      done: Promise<void>;
    }
  >();
  const listeners = new Map<string, (() => void)[]>();
  let isStopped = false;

  function runningIn(lane: string): number {
    return [...running.values()].filter((entry) => entry.lane === lane).length;
  }

  /** The earliest task whose lane has room. */
  function next(): PreparationTask | undefined {
    const hasRoom = new Map<string, boolean>();
    const mayRun = ({ lane }: PreparationTask): boolean => {
      if (lane === undefined || !options.limitOf) return true;
      const known = hasRoom.get(lane) ?? runningIn(lane) < options.limitOf(lane);
      hasRoom.set(lane, known);
      return known;
    };
    let earliest: PreparationTask | undefined;
    for (const task of waiting.values()) {
      if ((!earliest || task.deadlineAt < earliest.deadlineAt) && mayRun(task)) earliest = task;
    }
    return earliest;
  }

  function settle(id: string): void {
    const waiters = listeners.get(id) ?? [];
    listeners.delete(id);
    for (const resolve of waiters) resolve();
  }

  function pump(): void {
    while (!isStopped && running.size < options.concurrency) {
      const task = next();
      if (!task) return;
      waiting.delete(task.id);
      const controller = new AbortController();
      const entry = { controller, lane: task.lane, done: Promise.resolve() };
      running.set(task.id, entry);
      entry.done = runTask(task, controller.signal);
    }
  }

  async function runTask(task: PreparationTask, signal: AbortSignal): Promise<void> {
    try {
      await task.run(signal);
    } catch (error) {
      options.onFailure(task.id, error);
    } finally {
      running.delete(task.id);
      settle(task.id);
      pump();
    }
  }

  return {
    add(task) {
      if (isStopped || running.has(task.id) || waiting.has(task.id)) return;
      waiting.set(task.id, task);
      pump();
    },
    hasten(id, deadlineAt) {
      const task = waiting.get(id);
      if (task && deadlineAt < task.deadlineAt) waiting.set(id, { ...task, deadlineAt });
    },
    prune(isWanted) {
      for (const id of waiting.keys()) {
        if (isWanted(id)) continue;
        waiting.delete(id);
        settle(id);
      }
    },
    has: (id) => waiting.has(id) || running.has(id),
    settled(id) {
      if (!waiting.has(id) && !running.has(id)) return Promise.resolve();
      return new Promise((resolve) => {
        listeners.set(id, [...(listeners.get(id) ?? []), resolve]);
      });
    },
    get waitingCount() {
      return waiting.size;
    },
    get runningCount() {
      return running.size;
    },
    get laneCount() {
      const lanes = [...waiting.values(), ...running.values()].map(({ lane }) => lane);
      return new Set(lanes).size;
    },
    runningIn,
    async stop() {
      isStopped = true;
      for (const id of waiting.keys()) settle(id);
      waiting.clear();
      const active = [...running.values()];
      for (const { controller } of active) controller.abort();
      await Promise.all(active.map(({ done }) => done));
    },
  };
}
