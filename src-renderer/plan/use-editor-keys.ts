import { useEffect } from 'react';

import type { PlanId } from '#shared/model/ids.ts';

import { useServices } from '../stores/services.ts';

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

/** Undo, redo and snapping by key, wherever the focus is but in a field or a dialog. */
export function useEditorKeys(planId: PlanId, isBlocked: boolean): void {
  const { drafts, view } = useServices();
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (isTyping(event.target) || globalThis.document.querySelector('[role=dialog]')) return;
      const isCommand = event.ctrlKey || event.metaKey;
      if (isCommand && event.code === 'KeyZ') {
        event.preventDefault();
        if (isBlocked) return;
        if (event.shiftKey) drafts.redo(planId);
        else drafts.undo(planId);
      } else if (!isCommand && event.code === 'KeyN') {
        view.prefer({ isSnapping: !view.store.getState().isSnapping });
      }
    }
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [isBlocked, drafts, planId, view]);
}
