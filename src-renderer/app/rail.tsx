import { Link } from '@tanstack/react-router';
import { ChevronsLeft, ChevronsRight } from 'lucide-react';

import { useView } from '../stores/hooks.ts';
import { useServices } from '../stores/services.ts';
import type { UrlState } from '../stores/url-state.ts';
import { IconButton } from '../ui/button.tsx';
import { VIEWS } from './views.tsx';

/** The views. */
export function Rail() {
  const { view } = useServices();
  const isNarrow = useView((state) => state.isRailNarrow);
  return (
    <nav
      aria-label="Views"
      className={`flex shrink-0 flex-col border-r border-line bg-panel py-2 ${isNarrow ? 'w-12' : 'w-36'}`}
    >
      {VIEWS.map(({ path, label, Icon }) => (
        <Link
          key={path}
          to={`/${path}`}
          search={({ channel, date }: UrlState) => ({ channel, date })}
          data-testid={`rail-${path}`}
          title={isNarrow ? label : undefined}
          aria-label={label}
          className="mx-1.5 flex h-9 items-center gap-2.5 rounded-plate border-l-2 border-transparent px-2.5 text-13 text-ink-2 -outline-offset-2! hover:bg-hover hover:text-ink"
          activeProps={{ className: 'bg-hover text-ink! border-accent!' }}
        >
          <Icon size={17} aria-hidden className="shrink-0" />
          {isNarrow ? null : label}
        </Link>
      ))}
      <div className="mt-auto flex px-2">
        <IconButton
          label={isNarrow ? 'Show the names' : 'Hide the names'}
          icon={isNarrow ? <ChevronsRight size={16} /> : <ChevronsLeft size={16} />}
          onPress={() => {
            view.prefer({ isRailNarrow: !isNarrow });
          }}
        />
      </div>
    </nav>
  );
}
