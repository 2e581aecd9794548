/** One thing the operator did, with the way back. What an edit is, each area says itself. */
export interface LabelledCommand<Edit> {
  /** As it is shown: "Move Night Gallery to 22:00". */
  readonly label: string;
  readonly edits: readonly Edit[];
  /** Applied after `edits`, gives what was there before. */
  readonly inverse: readonly Edit[];
}

/** What was done and what was taken back, both oldest first. */
export interface UndoHistory<Edit> {
  readonly done: readonly LabelledCommand<Edit>[];
  readonly undone: readonly LabelledCommand<Edit>[];
}

/** How many steps can be taken back. */
export const UNDO_STEPS = 500;

export const EMPTY_HISTORY: UndoHistory<never> = { done: [], undone: [] };

/** Adds what was just done; what had been taken back can no longer be done again. */
export function recordCommand<Edit>(
  history: UndoHistory<Edit>,
  command: LabelledCommand<Edit>,
): UndoHistory<Edit> {
  return { done: [...history.done, command].slice(-UNDO_STEPS), undone: [] };
}

/** A command, and the history once it has been carried out. */
export interface Step<Edit> {
  readonly command: LabelledCommand<Edit>;
  readonly history: UndoHistory<Edit>;
}

/** The command to take back and the history after it, or `null` when there is none. */
export function stepBack<Edit>(history: UndoHistory<Edit>): Step<Edit> | null {
  const command = history.done.at(-1);
  if (!command) return null;
  return {
    command,
    history: { done: history.done.slice(0, -1), undone: [...history.undone, command] },
  };
}

/** The command to do again and the history after it, or `null` when there is none. */
export function stepForward<Edit>(history: UndoHistory<Edit>): Step<Edit> | null {
  const command = history.undone.at(-1);
  if (!command) return null;
  return {
    command,
    history: { done: [...history.done, command], undone: history.undone.slice(0, -1) },
  };
}
