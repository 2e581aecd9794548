import { GripVertical, Plus } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';

import type { AssetSummary } from '#shared/contract/library.ts';
import type { PlanContentName } from '#shared/contract/plan.ts';
import type { Series } from '#shared/model/asset.ts';
import type { ContentReference } from '#shared/model/plan.ts';

import { contentKey, typeCodeOf } from '../stores/content-type.ts';
import { useRemote } from '../stores/hooks.ts';
import { durationText } from '../stores/time-text.ts';
import { SearchField } from '../ui/field.tsx';
import { FaultCard, LoadingCard } from '../ui/panels.tsx';
import { VirtualRows } from '../ui/virtual-rows.tsx';
import { slotMinutesFor } from './placement.ts';
import { screenEpisodeLabel } from '#shared/model/episode-label.ts';

/** Something that can be put into a plan. */
export interface PaneItem {
  readonly content: ContentReference;
  readonly name: PlanContentName;
  /** Length of one showing, in milliseconds; `null` when nothing is known. */
  readonly lengthMs: number | null;
  readonly detail: string;
}

/** How many assets the pane asks for; a search narrows them down. */
const PANE_LIMIT = 1_000;

function seriesItem(series: Series, episodes: readonly AssetSummary[]): PaneItem {
  const content: ContentReference = { type: 'series', seriesId: series.id };
  const lengths = episodes
    .filter(({ seriesId, durationMs }) => seriesId === series.id && durationMs !== null)
    .map(({ durationMs }) => durationMs ?? 0);
  return {
    content,
    name: {
      key: contentKey(content),
      title: series.title,
      kind: 'episode',
      isEligible: series.eligibleEpisodeCount > 0,
    },
    lengthMs: lengths.length > 0 ? Math.max(...lengths) : null,
    detail: `${String(series.eligibleEpisodeCount)} of ${String(series.episodeCount)} episodes`,
  };
}

function assetItem(asset: AssetSummary): PaneItem {
  const content: ContentReference = { type: 'asset', assetId: asset.id };
  const number =
    screenEpisodeLabel(asset.seasonNumber, asset.episodeNumber) ?? asset.year?.toString() ?? '';
  return {
    content,
    name: {
      key: contentKey(content),
      title: asset.seriesTitle === null ? asset.title : `${asset.seriesTitle}: ${asset.title}`,
      kind: asset.kind,
      isEligible: asset.isApproved && asset.state === 'ready' && asset.fault === null,
    },
    lengthMs: asset.durationMs,
    detail: number,
  };
}

/** Series first, then movies, then single episodes, as the search leaves them. */
export function usePaneItems(text: string): { items: PaneItem[]; node: React.ReactNode | null } {
  const series = useRemote('series.list', { text }, ['library.changed']);
  const assets = useRemote(
    'asset.list',
    { text, kinds: ['episode', 'movie'], states: ['ready'], limit: PANE_LIMIT },
    ['library.changed'],
  );
  const items = useMemo(() => {
    if (series.state !== 'ready' || assets.state !== 'ready') return [];
    const shown = assets.value.items;
    return [
      ...series.value.map((one) => seriesItem(one, shown)),
      ...shown.filter(({ kind }) => kind === 'movie').map(assetItem),
      ...shown.filter(({ kind }) => kind === 'episode').map(assetItem),
    ];
  }, [series, assets]);
  if (series.state === 'failed') return { items, node: <FaultCard error={series.error} /> };
  if (assets.state === 'failed') return { items, node: <FaultCard error={assets.error} /> };
  if (series.state === 'loading' || assets.state === 'loading') {
    return { items, node: <LoadingCard what="the library" /> };
  }
  return { items, node: null };
}

/** The library beside the timeline: search, then drag into the week or press the plus. */
export function LibraryPane({
  gridMinutes,
  blockedReason,
  onGrab,
  onAdd,
}: {
  readonly gridMinutes: number;
  readonly blockedReason: string | null;
  readonly onGrab: (item: PaneItem, event: { clientX: number; clientY: number }) => void;
  readonly onAdd: (item: PaneItem) => void;
}) {
  const [text, setText] = useState('');
  const { items, node } = usePaneItems(useDeferredValue(text));
  return (
    <section
      aria-label="Library"
      data-testid="library-pane"
      className="flex w-60 shrink-0 flex-col rounded-plate border border-line bg-panel"
    >
      <header className="flex flex-col gap-2 border-b border-line p-2">
        <h2 className="kicker">Library</h2>
        <SearchField
          label="Search series and movies"
          value={text}
          onChange={setText}
          testId="pane-search"
        />
      </header>
      {node ??
        (items.length === 0 ? (
          <p className="p-3 text-13 text-ink-3">
            {text === ''
              ? 'Nothing to air yet. The plan may be drawn; nothing will resolve until a folder is added and scanned.'
              : 'Nothing in the library matches.'}
          </p>
        ) : (
          <VirtualRows
            count={items.length}
            rowHeight={44}
            renderRow={(index) => {
              const item = items[index];
              if (!item) return null;
              return (
                <div
                  data-testid="pane-item"
                  data-id={item.name.key}
                  data-type={typeCodeOf(item.name.kind)}
                  className="group m-px flex h-[42px] cursor-grab touch-none items-center gap-1 border-l-[3px] pl-1.5 select-none hover:bg-hover"
                  style={{ borderColor: 'var(--type-edge)' }}
                  onPointerDown={(event) => {
                    const isButton = (event.target as HTMLElement).closest('button') !== null;
                    if (event.button === 0 && blockedReason === null && !isButton)
                      onGrab(item, event);
                  }}
                >
                  <GripVertical size={12} aria-hidden className="shrink-0 text-ink-3" />
                  <div className="min-w-0 flex-1 font-condensed">
                    <div className="truncate text-13 text-ink" title={item.name.title}>
                      {item.name.title}
                    </div>
                    <div className="truncate text-12 text-ink-3">
                      <span className="code">{typeCodeOf(item.name.kind)}</span>{' '}
                      {item.lengthMs === null
                        ? item.detail
                        : `${durationText(item.lengthMs)} in ${String(slotMinutesFor(item.lengthMs, gridMinutes))} min · ${item.detail}`}
                    </div>
                  </div>
                  <button
                    type="button"
                    aria-label={`Add ${item.name.title} to the plan`}
                    disabled={blockedReason !== null}
                    className="mr-1 flex size-6 shrink-0 items-center justify-center rounded-plate text-ink-2 hover:bg-raised disabled:text-ink-3"
                    onClick={() => {
                      onAdd(item);
                    }}
                  >
                    <Plus size={14} />
                  </button>
                </div>
              );
            }}
          />
        ))}
    </section>
  );
}
