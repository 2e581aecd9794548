import { useDeferredValue, useState } from 'react';

import type { AssetSummary } from '#shared/contract/library.ts';
import type { DurationMs } from '#shared/time/units.ts';

import { useRemote } from '../stores/hooks.ts';
import { durationText } from '../stores/time-text.ts';
import { SearchField } from '../ui/field.tsx';
import { FaultCard, LoadingCard } from '../ui/panels.tsx';
import { screenEpisodeLabel } from '#shared/model/episode-label.ts';

const ASKED = 200;
const SHOWN = 60;

function nameOf(asset: AssetSummary): string {
  const { title, seriesTitle, seasonNumber, episodeNumber, year } = asset;
  if (seriesTitle !== null) {
    const number = screenEpisodeLabel(seasonNumber, episodeNumber);
    return `${number === null ? seriesTitle : `${seriesTitle} ${number}`} · ${title}`;
  }
  return year === null ? title : `${title} (${String(year)})`;
}

/** Programmes that may air; what fits the time comes first, the longest of it at the top. */
export function AssetChoice({
  roomMs,
  chosenId,
  onChoose,
}: {
  readonly roomMs: DurationMs;
  readonly chosenId: string | null;
  readonly onChoose: (asset: AssetSummary) => void;
}) {
  const [text, setText] = useState('');
  const answer = useRemote(
    'asset.list',
    {
      text: useDeferredValue(text),
      kinds: ['episode', 'movie'],
      states: ['ready'],
      limit: ASKED,
    },
    ['library.changed'],
  );
  return (
    <div className="flex flex-col gap-2">
      <SearchField
        label="Search programmes"
        value={text}
        onChange={setText}
        testId="change-search"
      />
      <div
        role="listbox"
        aria-label="Programmes"
        className="flex h-44 flex-col overflow-auto border border-line"
      >
        {answer.state === 'loading' ? (
          <LoadingCard what="the library" />
        ) : answer.state === 'failed' ? (
          <FaultCard error={answer.error} />
        ) : answer.value.items.length === 0 ? (
          <p className="p-3 text-13 text-ink-3">Nothing matches. Try fewer words.</p>
        ) : (
          byFit(answer.value.items, roomMs)
            .slice(0, SHOWN)
            .map((asset) => (
              <button
                type="button"
                role="option"
                key={asset.id}
                aria-selected={asset.id === chosenId}
                data-testid="change-asset"
                className="flex items-baseline gap-2 px-2 py-1 text-left text-13 hover:bg-hover aria-selected:bg-accent-fill aria-selected:text-accent-fill-ink"
                onClick={() => {
                  onChoose(asset);
                }}
              >
                <span className="min-w-0 flex-1 truncate">{nameOf(asset)}</span>
                <span className="font-mono text-12 opacity-80">
                  {durationText(asset.durationMs ?? 0)}
                  {(asset.durationMs ?? 0) > roomMs ? ' too long' : ''}
                </span>
              </button>
            ))
        )}
      </div>
    </div>
  );
}

/** Programmes that may air: those that fit, the longest first, then the others, the shortest first. */
function byFit(assets: readonly AssetSummary[], roomMs: DurationMs): AssetSummary[] {
  const room = (asset: AssetSummary): number => roomMs - (asset.durationMs ?? 0);
  return assets
    .filter(({ isApproved, fault }) => isApproved && fault === null)
    .sort((a, b) => {
      const [left, right] = [room(a), room(b)];
      if (left >= 0 !== right >= 0) return left >= 0 ? -1 : 1;
      return Math.abs(left) - Math.abs(right);
    });
}
