import { useEffect } from 'react';

import { useServices } from '../stores/services.ts';
import { useGoTo } from '../stores/url-state.ts';
import { VIEWS } from './views.tsx';

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
        const chosen = VIEWS.find(({ key }) => key === event.code);
        if (chosen) {
          event.preventDefault();
          event.stopImmediatePropagation();
          goTo(chosen.path);
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
