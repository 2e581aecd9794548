import { useState } from 'react';

import { useView } from '../stores/hooks.ts';
import { useServices } from '../stores/services.ts';
import { Dialog } from '../ui/dialog.tsx';
import { SearchField } from '../ui/field.tsx';
import { VIEWS } from './views.tsx';

const SHORTCUTS: readonly (readonly [string, string])[] = [
  ['?', 'This sheet'],
  ...VIEWS.map(({ key, label }) => [`G then ${key.slice(3)}`, `Go to ${label}`] as const),
  ['J', 'Jobs; Esc closes them'],
  ['Ctrl Z', 'Undo; in a plan, its last step'],
  ['Ctrl Shift Z', 'Do again; in a plan, its last step'],
  ['N', 'Plan: snapping on or off'],
  ['Arrows', 'Plan: to the row or day beside'],
  ['M', 'Plan: pick the row up, then arrows, Enter to drop'],
  ['S', 'Plan: take its start, then arrows, Enter'],
  ['E', 'Plan: take its end, then arrows, Enter'],
  ['Esc', 'Plan: put back what is held'],
  ['Enter', 'Plan: times and episodes of the row'],
  ['Delete', 'Plan: remove the row'],
  ['Ctrl wheel', 'Plan: zoom'],
  ['Arrows', 'Guide: to the programme beside'],
  ['Enter', 'Guide: watch, or details'],
  ['T', 'Guide: go to now'],
  ['[ and ]', 'Guide: day before, day after'],
  ['Ctrl A', 'Library: choose everything that is loaded'],
];

/** Every key, searchable. */
export function ShortcutSheet() {
  const { view } = useServices();
  const isOpen = useView((state) => state.isShortcutSheetOpen);
  const [text, setText] = useState('');
  const words = text.toLowerCase();
  return (
    <Dialog
      title="Keys"
      isOpen={isOpen}
      testId="shortcut-sheet"
      onClose={() => {
        view.showShortcuts(false);
      }}
    >
      <SearchField label="Search keys" value={text} onChange={setText} className="mb-3" />
      <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1.5 text-13">
        {SHORTCUTS.filter((pair) => pair.join(' ').toLowerCase().includes(words)).map(
          ([keys, what]) => (
            <div key={`${keys} ${what}`} className="contents">
              <dt>
                <kbd className="rounded-plate border border-edge bg-raised px-1.5 font-mono text-12">
                  {keys}
                </kbd>
              </dt>
              <dd className="text-ink-2">{what}</dd>
            </div>
          ),
        )}
      </dl>
    </Dialog>
  );
}
