import { ChevronLeft, Hand } from 'lucide-react';

import type { Channel } from '#shared/model/channel.ts';
import type { GuideEntry } from '#shared/model/guide.ts';
import type { EpochMs } from '#shared/time/units.ts';
import { localTimeAt } from '#shared/time/zone.ts';

import type { Cell } from '../grid/lanes.ts';
import { guideTypeCode } from '../stores/content-type.ts';
import { screenEpisodeLabel } from '#shared/model/episode-label.ts';

/** Cells narrower than this show their edge only. */
const NARROW_PX = 40;
const WIDE_PX = 110;

/** One programme. Its title stays in sight while the cell is cut off on the left. */
export function GuideCellButton({
  cell,
  channel,
  offsetPx,
  nowAt,
  isTabStop,
  onFocus,
  onChoose,
}: {
  readonly cell: Cell<GuideEntry>;
  readonly channel: Channel;
  readonly offsetPx: number;
  readonly nowAt: EpochMs;
  readonly isTabStop: boolean;
  readonly onFocus: () => void;
  readonly onChoose: () => void;
}) {
  const { entry, left, width, isCutLeft } = cell;
  const isOn = entry.startAt <= nowAt && nowAt < entry.endAt;
  const isPast = entry.endAt <= nowAt;
  const isChanged = entry.isChangedByHand === true;
  const isTentative = entry.isTentative === true;
  const from = localTimeAt(channel.timezone, entry.startAt);
  const to = localTimeAt(channel.timezone, entry.endAt);
  const number = screenEpisodeLabel(entry.seasonNumber, entry.episodeNumber);
  const subtitle = [number, entry.episodeTitle, entry.year, entry.displayDuration]
    .filter((part) => part !== null)
    .join(' · ');
  return (
    <div
      role="gridcell"
      className="absolute inset-y-0.5"
      style={{ left: offsetPx + left, width: Math.max(1, width - 1) }}
    >
      <button
        type="button"
        tabIndex={isTabStop ? 0 : -1}
        data-testid="guide-cell"
        data-id={entry.airingId}
        data-start={entry.startAt}
        data-end={entry.endAt}
        data-state={isOn ? 'on-air' : isPast ? 'aired' : isChanged ? 'overridden' : 'frozen'}
        data-tentative={isTentative ? true : undefined}
        data-type={guideTypeCode(entry.kind)}
        title={`${entry.title}\n${from}–${to}${subtitle === '' ? '' : `\n${subtitle}`}`}
        className={`cell block size-full overflow-clip px-2 text-left font-condensed -outline-offset-2! hover:brightness-110 ${
          isOn ? 'outline-1 outline-air' : ''
        } ${isPast ? 'bg-panel text-ink-2' : ''} ${isTentative ? 'border border-dashed border-next' : ''}`}
        onFocus={onFocus}
        onClick={onChoose}
      >
        {width < NARROW_PX ? (
          <span className="sr-only">{entry.title}</span>
        ) : (
          // Narrower than a long cell, so that it has room to move.
          <span
            className="sticky block w-fit max-w-[min(100%,max(45%,100px))]"
            style={{ left: offsetPx + 8 }}
          >
            <span className="flex items-center truncate text-13 leading-5 font-medium">
              {isCutLeft ? <ChevronLeft size={12} aria-hidden className="shrink-0" /> : null}
              {isChanged ? (
                <Hand size={12} aria-hidden className="mr-1 shrink-0 text-override" />
              ) : null}
              <span className="truncate">{entry.title}</span>
            </span>
            {width < WIDE_PX ? null : (
              <span className="block truncate text-12 text-ink-2">
                {isOn ? (
                  <span className="mr-1 bg-air-fill px-1 font-bold text-white">ON</span>
                ) : null}
                {from} {subtitle}
              </span>
            )}
          </span>
        )}
        <span className="sr-only">
          {from} to {to}, {channel.name}
          {isChanged ? ', changed by hand' : ''}
          {isTentative ? ', waits for approval' : ''}
        </span>
      </button>
    </div>
  );
}
