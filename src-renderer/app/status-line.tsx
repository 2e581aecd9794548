import { useRouterState } from '@tanstack/react-router';

import { useNotices, useSelection, useStation, useStatus } from '../stores/hooks.ts';
import { valueOf } from '../stores/remote.ts';

const LINK_WORDS = {
  connecting: 'Connecting',
  open: 'Connected',
  lost: 'Connection lost',
  refused: 'Not admitted',
} as const;

/** What is selected, what was done last with the way back, and the connection. */
export function StatusLine() {
  const view = useRouterState({ select: ({ location }) => location.pathname.slice(1) });
  const selection = useSelection(view);
  const last = useNotices((state) => state.lastAction);
  const link = useStation((state) => state.link.state);
  const status = valueOf(useStatus());
  return (
    <footer
      className="flex h-7 shrink-0 items-center gap-4 border-t border-line bg-panel px-3 text-12 text-ink-2"
      data-testid="status-line"
    >
      <span className="shrink-0" data-testid="selection">
        {selection.size === 0 ? 'Nothing selected' : `${String(selection.size)} selected`}
      </span>
      <span className="flex min-w-0 flex-1 items-center gap-2" data-testid="last-action">
        {last === null ? null : (
          <>
            <span className="truncate">{last.label}</span>
            {last.undo === null ? null : (
              <button
                type="button"
                className="min-h-6 rounded-plate px-1.5 text-accent underline hover:bg-hover"
                onClick={last.undo}
              >
                Undo
              </button>
            )}
          </>
        )}
      </span>
      <span className="hidden shrink-0 text-ink-3 lg:inline">
        {status ? `${status.stationName} ${status.version}` : ''}
      </span>
      <span
        className="flex shrink-0 items-center gap-1.5"
        data-testid="connection"
        data-state={link}
      >
        <span className="lamp" data-state={link === 'open' ? 'good' : 'attention'} aria-hidden />
        {LINK_WORDS[link]}
      </span>
    </footer>
  );
}
