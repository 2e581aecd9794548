import type { NoticeStore } from './notice-store.ts';
import { UNDO_STEPS } from './undo-history.ts';

/** Something that the operator does at the station and that can be taken back. */
export interface Command {
  /** As it is shown once it is done: "Renamed Nine After Dark". */
  readonly label: string;
  /** Does it. Answers what takes it back; that one's answer does it again, and so on. */
  run(): Promise<Command>;
}

/** What was done outside of plans, with the way back. A plan's own history ends with its publishing, so it is kept with it. */
export interface UndoStore {
  /** Does something and shows that it is done, with the way back. Throws what the station has against it. */
  perform(command: Command): Promise<void>;
  /** Takes the last one back. What cannot be taken back any more is said and forgotten. */
  undo(): Promise<void>;
  /** Does again what was taken back last. */
  redo(): Promise<void>;
}

/** Keeps the ways back, at most {@link UNDO_STEPS} of them. */
export function createUndoStore(notices: NoticeStore): UndoStore {
  let done: readonly Command[] = [];
  let undone: readonly Command[] = [];
  let last: Promise<unknown> = Promise.resolve();

  /** One at a time, in the order in which they were asked for. */
  function inTurn<Result>(run: () => Promise<Result>): Promise<Result> {
    const turn = last.then(run);
    last = turn.catch(() => undefined);
    return turn;
  }

  const undo: UndoStore = {
    perform: (command) =>
      inTurn(async () => {
        done = [...done, await command.run()].slice(-UNDO_STEPS);
        undone = [];
        notices.did(command.label, () => void undo.undo());
      }),
    undo: () =>
      inTurn(async () => {
        const back = done.at(-1);
        if (!back) return;
        done = done.slice(0, -1);
        await notices.attempt(`Undo: ${back.label}`, async () => {
          undone = [...undone, await back.run()];
          notices.did(`Undid: ${back.label}`, () => void undo.redo());
        });
      }),
    redo: () =>
      inTurn(async () => {
        const again = undone.at(-1);
        if (!again) return;
        undone = undone.slice(0, -1);
        await notices.attempt(`Redo: ${again.label}`, async () => {
          done = [...done, await again.run()];
          notices.did(again.label, () => void undo.undo());
        });
      }),
  };
  return undo;
}
