import { useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';

import { useBlockedReason } from '../stores/hooks.ts';
import { useServices } from '../stores/services.ts';
import { useGoTo } from '../stores/url-state.ts';
import { VIEWS } from './views.tsx';

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && ['INPUT', 'TEXTAREA'].includes(target.tagName);
}

/** Keys that work everywhere: `?` for the sheet, `G` and a letter for a view, `J` for the jobs and Esc to close them, undo and redo. */
export function useShortcuts(): void {
  const { undo, view } = useServices();
  const goTo = useGoTo();
  const isBlocked = useBlockedReason() !== null;
  /** A plan has a history of its own, and its editor has the keys. */
  const isPlanning = useRouterState({ select: ({ location }) => location.pathname === '/plan' });
  useEffect(() => {
    let isWaiting = false;
    function onKey(event: KeyboardEvent): void {
      if (
        event.code === 'KeyZ' &&
        (event.ctrlKey || event.metaKey) &&
        !isPlanning &&
        !isTyping(event.target) &&
        !document.querySelector('[role=dialog]')
      ) {
        event.preventDefault();
        if (!isBlocked) void (event.shiftKey ? undo.redo() : undo.undo());
        return;
      }
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
      else if (event.key === 'Escape') view.showJobs(false);
      else if (event.code === 'KeyJ') view.showJobs(!view.store.getState().isJobsTrayOpen);
    }
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [view, goTo, undo, isPlanning, isBlocked]);
}
