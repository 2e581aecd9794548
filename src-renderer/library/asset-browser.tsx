import { useDeferredValue, useEffect, useRef, useState, type MouseEvent } from 'react';

import { AssetKind, AssetState } from '#shared/model/asset.ts';
import type { AssetId } from '#shared/model/ids.ts';

import { kindWord } from '../stores/content-type.ts';
import { useSelection } from '../stores/hooks.ts';
import { useServices } from '../stores/services.ts';
import { useAssetPages, type AssetQuestion } from '../stores/use-asset-pages.ts';
import { useUrlState } from '../stores/url-state.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/choice.tsx';
import { SearchField } from '../ui/field.tsx';
import { FaultCard, LoadingCard, TestCard } from '../ui/panels.tsx';
import { VirtualRows } from '../ui/virtual-rows.tsx';
import { AssetPanel } from './asset-panel.tsx';
import { AssetHead, AssetRow } from './asset-row.tsx';
import { SelectionBar } from './selection-bar.tsx';

const ROW_PX = 36;
const ANY = 'any';
const STATES: Record<AssetState, string> = {
  new: 'New',
  enriching: 'Being measured',
  ready: 'Ready',
  retired: 'Retired',
};

/** The list with its filters, and the chosen asset beside it. */
export function AssetBrowser() {
  const { view } = useServices();
  const [url, setUrl] = useUrlState();
  const [range, setRange] = useState({ first: 0, last: 40 });
  const [text, setText] = useState(url.text ?? '');
  const words = useDeferredValue(text);
  useEffect(() => {
    if ((url.text ?? '') !== words) setUrl({ text: words === '' ? undefined : words });
  }, [words, url.text, setUrl]);
  const kind = AssetKind.safeParse(url.kind).data;
  const state = AssetState.safeParse(url.state).data;
  const question: AssetQuestion = {
    text: words,
    kinds: kind ? [kind] : [],
    states: state ? [state] : [],
    ...(url.attention ? { attention: url.attention } : {}),
    sort: url.sort ?? 'title',
  };
  const pages = useAssetPages(question, range.first, range.last);
  const selection = useSelection('library');
  const anchor = useRef<number | null>(null);
  const isFiltered =
    words !== '' || kind !== undefined || state !== undefined || url.attention !== undefined;

  function choose(
    index: number,
    id: AssetId,
    event: Pick<MouseEvent, 'ctrlKey' | 'metaKey' | 'shiftKey'>,
  ): void {
    if (event.shiftKey && anchor.current !== null) {
      const [low, high] = [Math.min(anchor.current, index), Math.max(anchor.current, index)];
      const ids: string[] = [];
      for (let place = low; place <= high; place += 1) {
        const asset = pages.at(place);
        if (asset) ids.push(asset.id);
      }
      view.select('library', ids);
      return;
    }
    anchor.current = index;
    if (event.ctrlKey || event.metaKey) {
      const ids = new Set(selection);
      if (!ids.delete(id)) ids.add(id);
      view.select('library', ids);
      return;
    }
    view.select('library', [id]);
    setUrl({ asset: id });
  }

  return (
    <div className="flex min-h-0 flex-1">
      <div
        className="flex min-h-0 min-w-0 flex-1 flex-col"
        onKeyDown={(event) => {
          const isAll = (event.ctrlKey || event.metaKey) && event.code === 'KeyA';
          if (!isAll || event.target instanceof HTMLInputElement) return;
          event.preventDefault();
          view.select(
            'library',
            pages.loaded.map(({ id }) => id),
          );
        }}
      >
        <div role="toolbar" aria-label="Filters" className="flex flex-wrap items-center gap-2 p-3">
          <SearchField
            label="Search title, series or path"
            value={text}
            onChange={setText}
            testId="library-search"
            className="w-72"
          />
          <Select
            label="Kind"
            isLabelHidden
            className="w-36"
            testId="filter-kind"
            value={kind ?? ANY}
            options={[
              { value: ANY, label: 'Every kind' },
              ...AssetKind.options.map((value) => ({ value, label: kindWord(value) })),
            ]}
            onChange={(value) => setUrl({ kind: value === ANY ? undefined : value })}
          />
          <Select
            label="State"
            isLabelHidden
            className="w-36"
            testId="filter-state"
            value={state ?? ANY}
            options={[
              { value: ANY, label: 'Every state' },
              ...AssetState.options.map((value) => ({ value, label: STATES[value] })),
            ]}
            onChange={(value) => setUrl({ state: value === ANY ? undefined : value })}
          />
          <Select
            label="Attention"
            isLabelHidden
            className="w-44"
            testId="filter-attention"
            value={url.attention ?? ANY}
            options={[
              { value: ANY, label: 'With or without faults' },
              { value: 'fault', label: 'With a fault' },
              { value: 'unapproved', label: 'Waiting for approval' },
            ]}
            onChange={(value) => setUrl({ attention: value === ANY ? undefined : value })}
          />
          <Select
            label="Order"
            isLabelHidden
            className="w-40"
            testId="sort"
            value={url.sort ?? 'title'}
            options={[
              { value: 'title', label: 'By title' },
              { value: 'kind', label: 'By kind' },
              { value: 'duration', label: 'By length' },
              { value: 'discovered', label: 'Newest first' },
            ]}
            onChange={(value) => setUrl({ sort: value === 'title' ? undefined : value })}
          />
          <span className="ml-auto text-12 text-ink-3" data-testid="library-total">
            {pages.total === null
              ? ''
              : `${String(pages.total)} ${pages.total === 1 ? 'item' : 'items'}`}
          </span>
        </div>
        {pages.error ? (
          <FaultCard error={pages.error} />
        ) : pages.total === null ? (
          <LoadingCard what="the library" />
        ) : pages.total === 0 ? (
          <TestCard
            kicker="Nothing here"
            title={isFiltered ? 'Nothing matches these filters' : 'The library is empty'}
            testId="library-empty"
            actions={
              isFiltered ? (
                <Button
                  onPress={() => {
                    setText('');
                    setUrl({
                      text: undefined,
                      kind: undefined,
                      state: undefined,
                      attention: undefined,
                    });
                  }}
                >
                  Clear the filters
                </Button>
              ) : (
                <Button look="primary" onPress={() => setUrl({ tab: 'folders' })}>
                  Add a folder
                </Button>
              )
            }
          >
            {isFiltered
              ? 'Every filter must match. Take one away.'
              : 'Add a folder; what it holds appears here while it is being scanned.'}
          </TestCard>
        ) : (
          <div
            role="grid"
            aria-label="Assets"
            aria-rowcount={pages.total + 1}
            aria-multiselectable
            className="flex min-h-0 flex-1 flex-col bg-panel"
          >
            <AssetHead />
            <VirtualRows
              count={pages.total}
              rowHeight={ROW_PX}
              scrollTestId="library-rows"
              onRange={(first, last) => {
                setRange((before) =>
                  before.first === first && before.last === last ? before : { first, last },
                );
              }}
              renderRow={(index) => (
                <AssetRow
                  index={index}
                  asset={pages.at(index)}
                  isSelected={selection.has(pages.at(index)?.id ?? '')}
                  isTabStop={
                    pages.at(index)?.id === url.asset ||
                    (url.asset === undefined && index === range.first)
                  }
                  onChoose={choose}
                />
              )}
            />
          </div>
        )}
        {selection.size > 1 ? (
          <SelectionBar ids={[...selection] as AssetId[]} known={pages.loaded} />
        ) : null}
      </div>
      {url.asset === undefined ? null : (
        <AssetPanel
          id={url.asset as AssetId}
          onClose={() => {
            setUrl({ asset: undefined });
          }}
        />
      )}
    </div>
  );
}
