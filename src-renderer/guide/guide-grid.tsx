import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';

import type { Channel } from '#shared/model/channel.ts';
import type { GuideEntry } from '#shared/model/guide.ts';
import { contains, type Interval } from '#shared/time/interval.ts';
import type { IsoDate } from '#shared/time/units.ts';
import { localTimeAt } from '#shared/time/zone.ts';

import { columnAt, type GridPosition, movedPosition, moveOfKey } from '../grid/grid-focus.ts';
import { laneOf, pxTo, rulerOf } from '../grid/lanes.ts';
import { useServices } from '../stores/services.ts';
import { Plate } from '../ui/plate.tsx';
import { NowLine } from '../ui/ticking.tsx';
import { GuideCellButton } from './guide-cell.tsx';

const ROW_PX = 60;
const HEAD_PX = 28;
const PLATE_PX = 148;

/** Channels down, time across. */
export function GuideGrid({
  channels,
  entries,
  date,
  window,
  timezone,
  pxPerHour,
  nowRequests,
  onChoose,
}: {
  readonly channels: readonly Channel[];
  readonly entries: readonly GuideEntry[];
  /** The broadcast date that is shown. */
  readonly date: IsoDate;
  /** The time that is shown; the same object for as long as it is the same. */
  readonly window: Interval;
  readonly timezone: string;
  readonly pxPerHour: number;
  /** Grows whenever "Now" is asked for. */
  readonly nowRequests: number;
  readonly onChoose: (entry: GuideEntry) => void;
}) {
  'use no memo';
  const { clock } = useServices();
  const scroller = useRef<HTMLDivElement>(null);
  const nowAt = clock.nowAt();
  const width = pxTo(window.endAt, window, pxPerHour);
  const byChannel = useMemo(
    () =>
      channels.map(({ id }) =>
        entries.filter(({ channelId }) => channelId === id).sort((a, b) => a.startAt - b.startAt),
      ),
    [channels, entries],
  );
  const [focus, setFocus] = useState<GridPosition>({
    row: 0,
    at: contains(window, nowAt) ? nowAt : window.startAt,
  });
  const rows = useVirtualizer({
    count: channels.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 4,
    scrollPaddingStart: HEAD_PX,
  });

  useEffect(() => {
    const at = clock.nowAt();
    // From the half hour before on, so that titles are not cut off.
    const begun = contains(window, at) ? rulerOf(window).findLast((mark) => mark <= at) : undefined;
    scroller.current?.scrollTo({ left: begun === undefined ? 0 : pxTo(begun, window, pxPerHour) });
  }, [clock, window, pxPerHour, nowRequests]);

  const marks = useMemo(
    () =>
      rulerOf(window).map((at) => ({
        at,
        x: pxTo(at, window, pxPerHour),
        text: localTimeAt(timezone, at),
      })),
    [window, pxPerHour, timezone],
  );

  function entryAt({ row, at }: GridPosition): GuideEntry | undefined {
    const lane = byChannel[row] ?? [];
    return lane[columnAt(lane, at)];
  }

  function onKey(event: KeyboardEvent): void {
    const move = moveOfKey(event.key);
    if (!move) return;
    event.preventDefault();
    const next = movedPosition(byChannel, focus, move, window);
    const entry = entryAt(next);
    if (!entry) return;
    setFocus(next);
    rows.scrollToIndex(next.row);
    requestAnimationFrame(() => {
      scroller.current
        ?.querySelector<HTMLElement>(`[data-id="${CSS.escape(entry.airingId)}"]`)
        ?.focus();
    });
  }

  const place = useCallback(
    (at: number) => (contains(window, at) ? PLATE_PX + pxTo(at, window, pxPerHour) : null),
    [window, pxPerHour],
  );

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label="Programme guide"
      aria-rowcount={channels.length + 1}
      data-testid="guide-grid"
      data-date={date}
      data-start={window.startAt}
      data-end={window.endAt}
      className="relative min-h-0 flex-1 overflow-auto border border-line bg-desk"
      onKeyDown={onKey}
    >
      <div className="relative" style={{ width: PLATE_PX + width, minHeight: '100%' }}>
        <div
          role="row"
          aria-rowindex={1}
          className="sticky top-0 z-30 border-b border-line bg-panel"
          style={{ height: HEAD_PX }}
        >
          <div
            role="columnheader"
            className="sticky left-0 z-10 flex h-full items-center border-r border-line bg-panel px-2 text-12 text-ink-3"
            style={{ width: PLATE_PX }}
          >
            Channel
          </div>
          {marks.map(({ at, x, text }) => (
            <div
              key={at}
              role="columnheader"
              className="absolute top-0 flex h-full items-center border-l border-line pl-1.5 font-mono text-12 text-ink-2"
              style={{ left: PLATE_PX + x }}
            >
              {text}
            </div>
          ))}
        </div>
        <div role="presentation" className="relative" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((item) => {
            const channel = channels[item.index];
            const list = byChannel[item.index] ?? [];
            if (!channel) return null;
            return (
              <div
                key={channel.id}
                role="row"
                aria-rowindex={item.index + 2}
                data-testid="guide-row"
                data-id={channel.id}
                className="absolute left-0 w-full border-b border-line"
                style={{ height: ROW_PX, transform: `translateY(${String(item.start)}px)` }}
              >
                <div
                  role="rowheader"
                  className="sticky left-0 z-10 flex h-full items-center gap-2 border-r border-line bg-panel px-2"
                  style={{ width: PLATE_PX }}
                >
                  <Plate number={channel.number} />
                  <span className="min-w-0 truncate font-condensed text-13">{channel.name}</span>
                </div>
                {laneOf(list, window, pxPerHour).map((cell) => (
                  <GuideCellButton
                    key={cell.entry.airingId}
                    cell={cell}
                    channel={channel}
                    offsetPx={PLATE_PX}
                    nowAt={nowAt}
                    isTabStop={
                      item.index === focus.row && entryAt(focus)?.airingId === cell.entry.airingId
                    }
                    onFocus={() => {
                      setFocus((before) =>
                        before.row === item.index && entryAt(before) === cell.entry
                          ? before
                          : { row: item.index, at: Math.max(cell.entry.startAt, window.startAt) },
                      );
                    }}
                    onChoose={() => {
                      onChoose(cell.entry);
                    }}
                  />
                ))}
              </div>
            );
          })}
        </div>
        <NowLine onTick={clock.onTick} place={place} axis="x" label="Now" />
      </div>
    </div>
  );
}
