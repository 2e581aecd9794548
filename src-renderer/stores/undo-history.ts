import type { PlanEdit } from '#shared/model/plan.ts';

/** One thing the operator did to a plan, with the way back. */
export interface PlanCommand {
  /** As it is shown: "Move Night Gallery to 22:00". */
  readonly label: string;
  readonly edits: readonly PlanEdit[];
  /** Applied after `edits`, gives the rows from before. */
  readonly inverse: readonly PlanEdit[];
}

/** What was done and what was taken back, both oldest first. */
export interface UndoHistory {
  readonly done: readonly PlanCommand[];
  readonly undone: readonly PlanCommand[];
}

/** How many steps can be taken back. */
export const UNDO_STEPS = 500;

export const EMPTY_HISTORY: UndoHistory = { done: [], undone: [] };

/** Adds what was just done; what had been taken back can no longer be done again. */
export function recordCommand(history: UndoHistory, command: PlanCommand): UndoHistory {
  return { done: [...history.done, command].slice(-UNDO_STEPS), undone: [] };
}

/** The command to take back and the history after it, or `null` when there is none. */
export function stepBack(
  history: UndoHistory,
): { readonly command: PlanCommand; readonly history: UndoHistory } | null {
  const command = history.done.at(-1);
  if (!command) return null;
  return {
    command,
    history: { done: history.done.slice(0, -1), undone: [...history.undone, command] },
  };
}

/** The command to do again and the history after it, or `null` when there is none. */
export function stepForward(
  history: UndoHistory,
): { readonly command: PlanCommand; readonly history: UndoHistory } | null {
  const command = history.undone.at(-1);
  if (!command) return null;
  return {
    command,
    history: { done: [...history.done, command], undone: history.undone.slice(0, -1) },
  };
}
