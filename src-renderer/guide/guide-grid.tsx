import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';

import type { Channel } from '#shared/model/channel.ts';
import type { GuideEntry } from '#shared/model/guide.ts';
import type { EpochMs, IsoDate } from '#shared/time/units.ts';
import { localTimeAt } from '#shared/time/zone.ts';

import { useServices } from '../stores/services.ts';
import { Plate } from '../ui/plate.tsx';
import { NowLine } from '../ui/ticking.tsx';
import { GuideCellButton } from './guide-cell.tsx';
import { guideCells, indexAt, xOfInstant } from './guide-geometry.ts';

const ROW_PX = 60;
const HEAD_PX = 28;
const PLATE_PX = 148;
const HALF_HOUR_MS = 1_800_000;

/** Channels down, time across. */
export function GuideGrid({
  channels,
  entries,
  date,
  startAt,
  endAt,
  timezone,
  pxPerHour,
  nowRequests,
  onChoose,
}: {
  readonly channels: readonly Channel[];
  readonly entries: readonly GuideEntry[];
  /** The broadcast date that is shown. */
  readonly date: IsoDate;
  readonly startAt: EpochMs;
  readonly endAt: EpochMs;
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
  const width = xOfInstant(endAt, startAt, pxPerHour);
  const byChannel = useMemo(
    () =>
      channels.map(({ id }) =>
        entries.filter(({ channelId }) => channelId === id).sort((a, b) => a.startAt - b.startAt),
      ),
    [channels, entries],
  );
  const [focus, setFocus] = useState<{ row: number; at: EpochMs }>({
    row: 0,
    at: nowAt >= startAt && nowAt < endAt ? nowAt : startAt,
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
    const left = at >= startAt && at < endAt ? xOfInstant(at, startAt, pxPerHour) - 160 : 0;
    scroller.current?.scrollTo({ left: Math.max(0, left) });
  }, [clock, startAt, endAt, pxPerHour, nowRequests]);

  const marks = useMemo(
    () =>
      Array.from({ length: Math.ceil((endAt - startAt) / HALF_HOUR_MS) }, (_, index) => {
        const at = startAt + index * HALF_HOUR_MS;
        return { at, x: xOfInstant(at, startAt, pxPerHour), text: localTimeAt(timezone, at) };
      }),
    [startAt, endAt, pxPerHour, timezone],
  );

  function focusEntry(row: number, entry: GuideEntry | undefined, at?: EpochMs): void {
    if (!entry) return;
    setFocus({ row, at: at ?? Math.max(entry.startAt, startAt) });
    rows.scrollToIndex(row);
    requestAnimationFrame(() => {
      scroller.current
        ?.querySelector<HTMLElement>(`[data-id="${CSS.escape(entry.airingId)}"]`)
        ?.focus();
    });
  }

  function onKey(event: KeyboardEvent): void {
    const list = byChannel[focus.row] ?? [];
    const index = indexAt(list, focus.at);
    const vertical = (step: number): void => {
      const row = focus.row + step;
      const other = byChannel[row];
      if (other) focusEntry(row, other[Math.max(0, indexAt(other, focus.at))], focus.at);
    };
    const run = {
      ArrowLeft: () => focusEntry(focus.row, list[index - 1]),
      ArrowRight: () => focusEntry(focus.row, list[index + 1]),
      ArrowUp: () => vertical(-1),
      ArrowDown: () => vertical(1),
      Home: () => focusEntry(focus.row, list[0]),
      End: () => focusEntry(focus.row, list.at(-1)),
    }[event.key];
    if (!run) return;
    event.preventDefault();
    run();
  }

  const place = useCallback(
    (at: number) =>
      at >= startAt && at < endAt ? PLATE_PX + xOfInstant(at, startAt, pxPerHour) : null,
    [startAt, endAt, pxPerHour],
  );

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label="Programme guide"
      aria-rowcount={channels.length + 1}
      data-testid="guide-grid"
      data-date={date}
      data-start={startAt}
      data-end={endAt}
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
                {guideCells(list, startAt, endAt, pxPerHour).map((cell) => (
                  <GuideCellButton
                    key={cell.entry.airingId}
                    cell={cell}
                    channel={channel}
                    offsetPx={PLATE_PX}
                    nowAt={nowAt}
                    isTabStop={
                      item.index === focus.row &&
                      list[Math.max(0, indexAt(list, focus.at))]?.airingId === cell.entry.airingId
                    }
                    onFocus={() => {
                      setFocus((before) =>
                        before.row === item.index &&
                        cell.entry.startAt <= before.at &&
                        before.at < cell.entry.endAt
                          ? before
                          : { row: item.index, at: Math.max(cell.entry.startAt, startAt) },
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
