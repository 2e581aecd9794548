import type { ReactNode } from 'react';

import { useUrlState } from '../stores/url-state.ts';
import { Tabs } from '../ui/choice.tsx';
import { AssetBrowser } from './asset-browser.tsx';

/** Everything the station can air, and where it comes from. */
export function LibraryView({ sources }: { readonly sources: ReactNode }) {
  const [{ tab }, setUrl] = useUrlState();
  return (
    <div className="flex min-h-0 flex-1 flex-col" data-testid="library-view">
      <h1 className="sr-only">Library</h1>
      <Tabs
        label="Library"
        selected={tab === 'folders' ? 'folders' : 'assets'}
        onChange={(next) => setUrl({ tab: next === 'folders' ? next : undefined })}
        tabs={[
          { value: 'assets', label: 'Everything', panel: <AssetBrowser /> },
          {
            value: 'folders',
            label: 'Folders',
            panel: <div className="min-h-0 flex-1 overflow-auto p-4">{sources}</div>,
          },
        ]}
      />
    </div>
  );
}
