import { useEffect } from 'react';

import { useServices } from '../stores/services.ts';
import { useGoTo } from '../stores/url-state.ts';

/** Views by the key that follows `G`. Keys are named by their place, so that other layouts work. */
export const VIEW_KEYS = [
  ['KeyO', 'on-air', 'On Air'],
  ['KeyP', 'plan', 'Plan'],
  ['KeyG', 'guide', 'Guide'],
  ['KeyL', 'library', 'Library'],
  ['KeyC', 'channels', 'Channels'],
  ['KeyS', 'settings', 'Settings'],
] as const;

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && ['INPUT', 'TEXTAREA'].includes(target.tagName);
}

/** Keys that work everywhere: `?` for the sheet, `G` and a letter for a view, `J` for the jobs. */
export function useShortcuts(): void {
  const { view } = useServices();
  const goTo = useGoTo();
  useEffect(() => {
    let isWaiting = false;
    function onKey(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('[role=dialog]')) return;
      if (isWaiting) {
        isWaiting = false;
        const chosen = VIEW_KEYS.find(([code]) => code === event.code);
        if (chosen) {
          event.preventDefault();
          event.stopImmediatePropagation();
          goTo(chosen[1]);
        }
        return;
      }
      if (event.key === '?') view.showShortcuts(true);
      else if (event.code === 'KeyG') isWaiting = true;
      else if (event.code === 'KeyJ') view.showJobs(!view.store.getState().isJobsTrayOpen);
    }
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [view, goTo]);
}
