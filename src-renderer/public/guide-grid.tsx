import { useEffect, useRef, useState } from 'react';

import type {
  PublicGuide,
  PublicGuideChannel,
  PublicGuideEntry,
} from '#shared/guide/public-guide.ts';
import { contains } from '#shared/time/interval.ts';
import type { EpochMs } from '#shared/time/units.ts';

import { columnAt, movedPosition, moveOfKey, type GridPosition } from '../grid/grid-focus.ts';
import { placeOf, pxTo, rulerOf } from '../grid/lanes.ts';
import { secondLine, timeLabel } from './labels.ts';

/** Channels in rows, time to the right, a line at the present. Arrow keys move, Enter watches what is on. */
export function GuideGrid({
  guide,
  nowAt,
  pxPerHour,
  onWatch,
  onLook,
}: {
  readonly guide: PublicGuide;
  readonly nowAt: EpochMs;
  readonly pxPerHour: number;
  readonly onWatch: (channel: PublicGuideChannel) => void;
  readonly onLook: (channel: PublicGuideChannel, entry: PublicGuideEntry) => void;
}) {
  const grid = useRef<HTMLDivElement>(null);
  const rows = guide.channels.map((channel) => channel.entries);
  const [chosen, setChosen] = useState<GridPosition | null>(null);
  const position = chosen ?? firstPosition(rows, nowAt);
  const width = Math.round(pxTo(guide.endAt, guide, pxPerHour));
  const nowPx = pxTo(nowAt, guide, pxPerHour);

  useEffect(() => {
    if (!chosen) return;
    grid.current?.querySelector<HTMLElement>('[role=gridcell][tabindex="0"]')?.focus();
  }, [chosen]);

  return (
    <div
      ref={grid}
      className="grid"
      role="grid"
      aria-label="Programme guide"
      aria-rowcount={rows.length}
      onKeyDown={(event) => {
        const move = moveOfKey(event.key);
        if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        setChosen(movedPosition(rows, position, move, guide));
      }}
    >
      <div className="ruler" aria-hidden="true">
        <div className="corner" />
        <div className="track" style={{ width }}>
          {rulerOf(guide).map((at) => (
            <span key={at} style={{ left: Math.round(pxTo(at, guide, pxPerHour)) }}>
              {timeLabel(at)}
            </span>
          ))}
        </div>
      </div>
      {guide.channels.map((channel, row) => (
        <div className="row" role="row" key={channel.slug}>
          <button
            type="button"
            role="rowheader"
            className="channel"
            aria-label={`Watch channel ${String(channel.number)}, ${channel.name}`}
            onClick={() => {
              onWatch(channel);
            }}
          >
            <span className="plate">{channel.number}</span>
            <span className="channel-name">{channel.name}</span>
          </button>
          <div className="track" role="presentation" style={{ width }}>
            {channel.entries.length === 0 ? (
              <p className="nothing">No guide data for these hours</p>
            ) : null}
            {channel.entries.map((entry, column) => {
              const place = placeOf(entry, guide, pxPerHour);
              if (!place) return null;
              const isOn = contains(entry, nowAt);
              const isFocusable =
                position.row === row && columnAt(channel.entries, position.at) === column;
              const times = `${timeLabel(entry.startAt)} – ${timeLabel(entry.endAt)}`;
              return (
                <button
                  key={entry.startAt}
                  type="button"
                  role="gridcell"
                  className="cell"
                  data-kind={entry.kind}
                  data-state={isOn ? 'on' : entry.endAt <= nowAt ? 'past' : 'later'}
                  data-cut-left={place.isCutLeft}
                  data-cut-right={place.isCutRight}
                  tabIndex={isFocusable ? 0 : -1}
                  title={`${entry.title}, ${times}`}
                  aria-label={`${entry.title}, ${times}, ${channel.name}${isOn ? ', on now' : ''}`}
                  style={{ left: place.left, width: place.width }}
                  onFocus={() => {
                    onLook(channel, entry);
                  }}
                  onMouseEnter={() => {
                    onLook(channel, entry);
                  }}
                  onClick={() => {
                    setChosen({ row, at: entry.startAt });
                    if (isOn) onWatch(channel);
                  }}
                >
                  <span className="cell-text">
                    <span className="cell-title">{entry.title}</span>
                    <span className="cell-second">{secondLine(entry)}</span>
                  </span>
                </button>
              );
            })}
          </div>
        </div>
      ))}
      {contains(guide, nowAt) ? (
        <div className="now-line" style={{ transform: `translateX(${nowPx.toFixed(1)}px)` }} />
      ) : null}
    </div>
  );
}

function firstPosition(
  rows: readonly (readonly PublicGuideEntry[])[],
  nowAt: EpochMs,
): GridPosition {
  const row = Math.max(
    0,
    rows.findIndex((entries) => entries.length > 0),
  );
  return { row, at: nowAt };
}
