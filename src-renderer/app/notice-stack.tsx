import { OctagonAlert, X } from 'lucide-react';

import { useNotices } from '../stores/hooks.ts';
import { useServices } from '../stores/services.ts';
import { IconButton } from '../ui/button.tsx';

/** Refusals and failures, each with its remedy, until they are dismissed. */
export function NoticeStack() {
  const { notices } = useServices();
  const list = useNotices((state) => state.notices);
  return (
    <div
      // Above a dialog, too, and not "outside" of it: what fails in a dialog is read, and dismissed, without leaving it.
      data-react-aria-top-layer="true"
      className="pointer-events-none fixed right-3 bottom-10 z-50 flex w-96 flex-col gap-2 [body:has([role=dialog])_&]:right-auto [body:has([role=dialog])_&]:left-3"
    >
      {list.map(({ id, attempt, error }) => (
        <section
          key={id}
          role="alert"
          data-testid="notice"
          className="appear pointer-events-auto flex gap-2 rounded-plate border border-conflict bg-raised p-3 shadow-xl"
        >
          <OctagonAlert size={16} aria-hidden className="mt-0.5 shrink-0 text-conflict" />
          <div className="min-w-0 flex-1 text-13">
            <p className="font-medium">{attempt}: not done</p>
            <p className="text-ink-2">{error.message}</p>
            {error.details.remedy === undefined ? null : (
              <p className="mt-1 text-ink-2">{error.details.remedy}</p>
            )}
            <p className="mt-1 font-mono text-12 text-ink-3 select-all">{error.code}</p>
          </div>
          <IconButton
            label="Dismiss"
            icon={<X size={14} />}
            onPress={() => {
              notices.dismiss(id);
            }}
          />
        </section>
      ))}
    </div>
  );
}
