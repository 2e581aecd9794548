import { z } from 'zod';
import { createStore, type StoreApi } from 'zustand/vanilla';

const Preferences = z.object({
  planPxPerHour: z.number().min(24).max(240),
  guidePxPerHour: z.number().min(120).max(600),
  isSnapping: z.boolean(),
  isRailNarrow: z.boolean(),
});

/** What the operator set in this window; it outlives a reload. */
export type Preferences = z.infer<typeof Preferences>;

export interface ViewState extends Preferences {
  /** Selected ids by view. */
  readonly selections: Readonly<Record<string, ReadonlySet<string>>>;
  readonly isJobsTrayOpen: boolean;
  readonly isShortcutSheetOpen: boolean;
}

export interface ViewStore {
  readonly store: StoreApi<ViewState>;
  prefer(changes: Partial<Preferences>): void;
  select(view: string, ids: Iterable<string>): void;
  showJobs(isOpen: boolean): void;
  showShortcuts(isOpen: boolean): void;
}

const DEFAULTS: Preferences = {
  planPxPerHour: 48,
  guidePxPerHour: 240,
  isSnapping: true,
  isRailNarrow: false,
};
const KEY = 'retrovue-preferences';

function read(shelf: Pick<Storage, 'getItem'>): Preferences {
  try {
    const kept: unknown = JSON.parse(shelf.getItem(KEY) ?? '{}');
    return Preferences.parse({ ...DEFAULTS, ...(kept as object) });
  } catch {
    return DEFAULTS;
  }
}

/** Zoom, snapping and selection. `shelf` is where preferences are kept. */
export function createViewStore(shelf: Pick<Storage, 'getItem' | 'setItem'>): ViewStore {
  const store = createStore<ViewState>(() => ({
    ...read(shelf),
    selections: {},
    isJobsTrayOpen: false,
    isShortcutSheetOpen: false,
  }));
  return {
    store,
    prefer(changes) {
      store.setState(changes);
      shelf.setItem(KEY, JSON.stringify(Preferences.parse(store.getState())));
    },
    select(view, ids) {
      store.setState(({ selections }) => ({
        selections: { ...selections, [view]: new Set(ids) },
      }));
    },
    showJobs(isOpen) {
      store.setState({ isJobsTrayOpen: isOpen });
    },
    showShortcuts(isOpen) {
      store.setState({ isShortcutSheetOpen: isOpen });
    },
  };
}
