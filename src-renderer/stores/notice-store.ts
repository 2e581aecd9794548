import { createStore, type StoreApi } from 'zustand/vanilla';

import type { AppError } from '#shared/errors/app-error.ts';

import { asAppError } from './as-app-error.ts';

/** A refusal or failure that stays until it is dismissed. */
export interface Notice {
  readonly id: number;
  /** What was attempted, such as "Publish the plan". */
  readonly attempt: string;
  readonly error: AppError;
}

/** The last thing done, with the way back if there is one. */
export interface LastAction {
  readonly label: string;
  readonly undo: (() => void) | null;
}

export interface NoticeState {
  readonly notices: readonly Notice[];
  readonly lastAction: LastAction | null;
  /** Said by the polite live region. */
  readonly announcement: string;
}

export interface NoticeStore {
  readonly store: StoreApi<NoticeState>;
  report(attempt: string, error: unknown): void;
  dismiss(id: number): void;
  did(label: string, undo?: () => void): void;
  announce(sentence: string): void;
  /**
   * Runs something that may fail; a failure becomes a notice, and success takes back what earlier attempts at it left.
   * Answers whether it went well.
   */
  attempt(label: string, run: () => Promise<unknown>): Promise<boolean>;
}

/** Notices, the last action and what a screen reader is told. */
export function createNoticeStore(): NoticeStore {
  const store = createStore<NoticeState>(() => ({
    notices: [],
    lastAction: null,
    announcement: '',
  }));
  let made = 0;

  const notices: NoticeStore = {
    store,
    report(attempt, error) {
      made += 1;
      const notice: Notice = { id: made, attempt, error: asAppError(error) };
      store.setState((state) => ({ notices: [...state.notices, notice].slice(-4) }));
    },
    dismiss(id) {
      store.setState((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) }));
    },
    did(label, undo) {
      store.setState({ lastAction: { label, undo: undo ?? null }, announcement: label });
    },
    announce(sentence) {
      store.setState({ announcement: sentence });
    },
    async attempt(label, run) {
      try {
        await run();
        store.setState((state) => ({
          notices: state.notices.filter((notice) => notice.attempt !== label),
        }));
        return true;
      } catch (error) {
        notices.report(label, error);
        return false;
      }
    },
  };
  return notices;
}
