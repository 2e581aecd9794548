import { TriangleAlert } from 'lucide-react';
import type { KeyboardEvent, MouseEvent } from 'react';

import type { AssetSummary } from '#shared/contract/library.ts';
import type { AssetId } from '#shared/model/ids.ts';

import { kindWord, typeCodeOf } from '../stores/content-type.ts';
import { durationText } from '../stores/time-text.ts';
import { Chip } from '../ui/panels.tsx';
import { episodeLabel } from '#shared/model/episode-label.ts';

const COLUMNS =
  'grid grid-cols-[44px_minmax(160px,2.4fr)_minmax(90px,1.2fr)_76px_64px_120px] items-center gap-x-3 px-3';
const FAULTS = {
  broken: 'Broken file',
  empty: 'Empty file',
  'audio-only': 'No picture',
  vanished: 'File gone',
  'not-allowed': 'Not allowed',
} as const;

/** The names of the columns. */
export function AssetHead() {
  return (
    <div
      role="row"
      aria-rowindex={1}
      className={`${COLUMNS} h-7 shrink-0 overflow-hidden border-y border-line bg-panel text-12 text-ink-3 [scrollbar-gutter:stable]`}
    >
      <span role="columnheader">Type</span>
      <span role="columnheader">Title</span>
      <span role="columnheader">Series</span>
      <span role="columnheader" className="text-right">
        Length
      </span>
      <span role="columnheader" className="text-right">
        Markers
      </span>
      <span role="columnheader">State</span>
    </div>
  );
}

/** The state of an asset in a word. */
export function AssetStateChip({
  asset,
}: {
  readonly asset: Pick<AssetSummary, 'state' | 'isApproved' | 'fault' | 'faultDetail'>;
}) {
  if (asset.fault !== null) {
    return (
      <Chip
        tone="conflict"
        icon={<TriangleAlert size={10} aria-hidden />}
        title={asset.faultDetail ?? FAULTS[asset.fault]}
      >
        {FAULTS[asset.fault]}
      </Chip>
    );
  }
  if (asset.state === 'retired') return <Chip>Retired</Chip>;
  if (asset.state === 'ready') {
    return asset.isApproved ? (
      <Chip tone="next">Ready</Chip>
    ) : (
      <Chip tone="override">Not approved</Chip>
    );
  }
  return <Chip tone="frozen">{asset.state === 'new' ? 'New' : 'Being measured'}</Chip>;
}

/** One asset of the list. A row whose page is still on its way is a placeholder. */
export function AssetRow({
  index,
  asset,
  isSelected,
  isTabStop,
  onChoose,
}: {
  readonly index: number;
  readonly asset: AssetSummary | undefined;
  readonly isSelected: boolean;
  readonly isTabStop: boolean;
  readonly onChoose: (index: number, id: AssetId, event: MouseEvent | KeyboardEvent) => void;
}) {
  if (!asset) {
    return (
      <div
        role="row"
        aria-rowindex={index + 2}
        className={`${COLUMNS} h-9 border-b border-line text-ink-3`}
      >
        <span role="gridcell">…</span>
      </div>
    );
  }
  const number = episodeLabel(asset.seasonNumber, asset.episodeNumber) ?? '';
  return (
    <div
      role="row"
      tabIndex={isTabStop ? 0 : -1}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-testid="asset-row"
      data-id={asset.id}
      data-index={index}
      data-state={asset.fault === null ? asset.state : 'fault'}
      data-type={typeCodeOf(asset.kind)}
      className={`${COLUMNS} h-9 cursor-default border-b border-line text-13 -outline-offset-2! ${
        isSelected ? 'bg-hover' : 'hover:bg-raised'
      }`}
      onClick={(event) => {
        onChoose(index, asset.id, event);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' || event.key === ' ') {
          event.preventDefault();
          onChoose(index, asset.id, event);
          return;
        }
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        const rows = event.currentTarget.closest('[role=grid]');
        rows?.querySelector<HTMLElement>(`[data-index="${String(index + step)}"]`)?.focus();
      }}
    >
      <span role="gridcell" className="code" title={kindWord(asset.kind)}>
        {typeCodeOf(asset.kind)}
      </span>
      <span role="gridcell" className="truncate" title={asset.relativePath}>
        {asset.title}
        {asset.year === null ? null : <span className="text-ink-3"> ({asset.year})</span>}
      </span>
      <span role="gridcell" className="truncate text-ink-2">
        {asset.seriesTitle}{' '}
        {number === '' ? null : <span className="font-mono text-12 text-ink-3">{number}</span>}
      </span>
      <span role="gridcell" className="text-right font-mono text-12 text-ink-2">
        {asset.durationMs === null ? '–' : durationText(asset.durationMs)}
      </span>
      <span role="gridcell" className="text-right font-mono text-12 text-ink-3">
        {asset.markerCount === 0 ? '' : asset.markerCount}
      </span>
      <span role="gridcell">
        <AssetStateChip asset={asset} />
      </span>
    </div>
  );
}
