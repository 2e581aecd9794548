import type { Store } from '#main/store/store.ts';
import type { EventName, EventPayload } from '#shared/contract/events.ts';

/** Tells the station's clients what changed. */
export type Announce = <Name extends EventName>(event: Name, payload: EventPayload<Name>) => void;

/** What an edit reads, writes and announces through. */
export interface Edit {
  /** Inside the edit's transaction. */
  readonly store: Store;
  /** Kept back until everything is stored. */
  readonly announce: Announce;
}

/**
 * Runs one edit of the operator's: load, edit, check, save, all in one transaction. Whatever it throws, nothing of it is
 * left, neither in the store nor as an event. Plans nothing: what planning has to do follows from the events.
 */
export async function runEdit<T>(
  outside: { readonly store: Store; readonly announce: Announce },
  run: (edit: Edit) => Promise<T>,
): Promise<T> {
  const announced: (() => void)[] = [];
  const result = await outside.store.transaction((store) => {
    announced.length = 0;
    return run({
      store,
      announce: (event, payload) => {
        announced.push(() => {
          outside.announce(event, payload);
        });
      },
    });
  });
  for (const announce of announced) announce();
  return result;
}
